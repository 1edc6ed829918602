/** Compares two strings by UTF-16 code unit, the one order used in all output: no locale, same bytes everywhere. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Builds a comparator that orders by the code units of each key in turn. `keys` returns the same number of strings for every item. */
export function byKeys<T>(keys: (item: T) => readonly string[]): (a: T, b: T) => number {
  return (a, b) => {
    const left = keys(a);
    const right = keys(b);
    for (let i = 0; i < left.length; i++) {
      const order = byCodeUnit(left[i] ?? '', right[i] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** The items in the order of one key each. The key is made once an item, so that long lists are sorted fast. */
export function sortedByKey<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .map(({ item }) => item);
}
