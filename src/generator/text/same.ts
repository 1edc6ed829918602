/** A mapping of which nothing more is known. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if two values mean the same to the API server: the order of fields and fields without content do not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!(isFields(a) && isFields(b))) return a === b;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => {
    const [left, right] = [fieldOf(a, name), fieldOf(b, name)];
    return isSame(left, right) || (isEmpty(name, left) && isEmpty(name, right));
  });
}

/** The value of a field of the mapping's own. */
export function fieldOf(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** True for a field that may as well be missing. The value of a label may be empty and still count. */
export function isEmpty(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value === '' && (name === 'namespace' || name === 'apiGroup');
  return typeof value === 'object' && Object.keys(value).length === 0;
}
