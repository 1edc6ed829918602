/** A JSON or YAML mapping of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a mapping: neither null nor a list nor a scalar. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function isStringMap(value: unknown): value is Readonly<Record<string, string>> {
  return isFields(value) && Object.values(value).every((item) => typeof item === 'string');
}

/** The value at a path of field names, undefined where a step is missing or no mapping. */
export function fieldAt(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (!isFields(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** The string at a path of field names; undefined for anything that is no string, and for the empty one (Kubernetes omits empty fields). */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const text = fieldAt(value, ...path);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The list at a path of field names; empty for anything that is no list. */
export function listAt(value: unknown, ...path: string[]): readonly unknown[] {
  const list = fieldAt(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** The strings of the list at a path; items that are no strings are left out. */
export function textsAt(value: unknown, ...path: string[]): string[] {
  return listAt(value, ...path).filter((item) => typeof item === 'string');
}

/** Parses JSON; undefined, which no JSON text stands for, where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
