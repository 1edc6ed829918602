import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../../src/generator/text/align.ts';
import { likeness } from '../../../src/generator/text/likeness.ts';

const rule = (verbs: string, resources: string, group = '') => ({
  apiGroups: [group],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
});

describe('what takes whose place', () => {
  it('is what is equal, in the same order', () => {
    expect(align(['a', 'b', 'c', 'd'], ['b', 'x', 'd', 'a'], likeness)).toEqual([1, undefined, 3, undefined]);
  });

  it('is of rules the one from which another can have been made, the more alike the better', () => {
    const olds = [rule('get create', 'pods services'), rule('get', 'nodes'), rule('get create', 'pods')];
    expect(align(olds, [rule('create', 'pods')], likeness)).toEqual([2]);
    expect(align(olds, [rule('create', 'services'), rule('create', 'pods')], likeness)).toEqual([0, 2]);
    expect(align(olds, [rule('get', 'jobs', 'batch')], likeness)).toEqual([undefined]);
    expect(align([rule('*', '*', '*')], [rule('get', 'jobs', 'batch'), rule('get', 'pods')], likeness)).toHaveLength(2);
  });

  it('never crosses, and never gives a place twice', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (olds, news) => {
        const places = align(olds, news, likeness).filter((place) => place !== undefined);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
    );
  });

  it('is equals only in their order where there are too many to weigh', () => {
    const many = (from: number) => Array.from({ length: 2000 }, (_, index) => `${from + index}`);
    expect(align(['first', ...many(0), 'last'], ['first', ...many(5000), 'last'], likeness)).toEqual([
      0,
      ...many(0).map(() => undefined),
      2001,
    ]);
  });
});
