/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

export type Path = readonly (string | number)[];

/** Every part of a value, the value itself included, with the way to it. */
export function* parts(value: Json, path: Path = []): Generator<{ path: Path; part: Json }> {
  yield { path, part: value };
  if (typeof value !== 'object' || value === null) return;
  const inside: [string | number, Json][] = isList(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, part] of inside) yield* parts(part, [...path, key]);
}

/** A copy of a value with another part at the path, which may be a new field; undefined takes the part out. */
export function replaced(value: Json, path: Path, part: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return part ?? null;
  const change = (inside: Json): Json[] => (rest.length === 0 && part === undefined ? [] : [replaced(inside, rest, part)]);
  if (isList(value)) return value.flatMap((item, index) => (index === key ? change(item) : [item]));
  const entries = new Map(Object.entries(value));
  const [changed] = change(entries.get(String(key)) ?? null);
  if (changed === undefined) entries.delete(String(key));
  else entries.set(String(key), changed);
  return Object.fromEntries(entries);
}

/** A way with all items of a list taken as one: `findings[].evidence[].rule`. */
export function pattern(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? '[]' : index === 0 ? key : `.${key}`)).join('');
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
