import { describe, expect, it } from 'vitest';
import { SharedLists } from '../../../src/collector/admit/shared-lists.ts';

describe('shared lists', () => {
  it('are one list where the strings and their order are the same', () => {
    const lists = new SharedLists();
    for (const list of [[], ['get'], ['get', 'list', 'watch']]) {
      expect(lists.same([...list])).toEqual(list);
      expect(lists.same([...list])).toBe(lists.same([...list]));
    }
  });

  it('stay apart where they only look the same', () => {
    const lists = new SharedLists();
    const apart = [[], [''], ['', ''], ['get,list'], ['get', 'list'], ['list', 'get'], ['["get","list"]'], ['__proto__']];
    for (const list of apart) expect(lists.same([...list])).toEqual(list);
    expect(new Set(apart.map((list) => lists.same(list))).size).toBe(apart.length);
  });
});
