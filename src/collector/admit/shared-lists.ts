/**
 * Lists of strings of which equal ones are the same list. The roles of a large cluster repeat a few hundred lists, such as the
 * verbs for reading, hundreds of thousands of times: kept once, they take little memory and are near at hand.
 */
export class SharedLists {
  private readonly none: readonly string[] = [];
  private readonly ofOne = new Map<string, readonly string[]>();
  private readonly ofSeveral = new Map<string, readonly string[]>();

  /** The list with these strings in this order. */
  same(list: readonly string[]): readonly string[] {
    const [first] = list;
    if (first === undefined) return this.none;
    return list.length === 1 ? known(this.ofOne, first, list) : known(this.ofSeveral, JSON.stringify(list), list);
  }
}

function known(lists: Map<string, readonly string[]>, key: string, list: readonly string[]): readonly string[] {
  const same = lists.get(key);
  if (same) return same;
  lists.set(key, list);
  return list;
}
