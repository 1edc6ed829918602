/**
 * How many nodes a YAML value has where every alias is written out, counted without writing them out. Infinite where a node
 * holds an alias of itself.
 */
export function unfoldedSize(value: unknown, known = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const size = known.get(value);
  if (size !== undefined) return size;
  // Met again before it is counted, it holds itself.
  known.set(value, Number.POSITIVE_INFINITY);
  let total = 1;
  for (const child of Object.values(value)) total += unfoldedSize(child, known);
  known.set(value, total);
  return total;
}
