import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows, type Box } from '../../src/verifier/box.ts';
import { compareBoxes } from '../../src/verifier/compare.ts';
import { allPoints, freshConstant } from '../../src/verifier/points.ts';
import { rule } from '../generator/snapshot.ts';
import { rules } from '../generator/universe.ts';

const boxes: fc.Arbitrary<Box[]> = fc
  .tuple(fc.constantFrom('*', 'clinic', 'shop'), rules, fc.constantFrom('*', 'clinic'), rules)
  .map(([scope, some, otherScope, others]) => [
    ...some.map((one) => ({ scope, rule: one })),
    ...others.map((one) => ({ scope: otherScope, rule: one })),
  ]);

/** True if some point is allowed by the first and not by the second: all points there are, however many. */
function isMissing(some: readonly Box[], others: readonly Box[]): boolean {
  const all = [...some, ...others];
  const points = allPoints(all, freshConstant(all), Number.POSITIVE_INFINITY) ?? [];
  return points.some((point) => allows(some, point) && !allows(others, point));
}

describe('comparing boxes by their corners', () => {
  it('agrees with asking every point', () => {
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(boxes, boxes, fc.boolean(), (before, more, grows) => {
        const after = grows ? [...before, ...more.slice(0, 1)] : more;
        const { lost, gained } = compareBoxes(before, after);
        expect([lost.length > 0, gained.length > 0]).toEqual([isMissing(before, after), isMissing(after, before)]);
        verdicts.add(`${lost.length > 0} ${gained.length > 0}`);
      }),
      { numRuns: 200 },
    );
    expect(verdicts.size).toBeGreaterThan(2);
  });

  it('counts what is kept on both sides', () => {
    const box = (verbs: string): Box => ({ scope: 'clinic', rule: rule(verbs, 'pods') });
    expect(compareBoxes([box('get')], [], [box('get list')])).toEqual({ lost: [], inert: [], gained: [] });
    expect(compareBoxes([], [box('get watch')], [box('get list')])).toEqual({ lost: [], inert: [], gained: ['watch pods in clinic'] });
  });
});

describe('the constant that stands for everything unnamed', () => {
  it('occurs in no rule, not even as a part of a name', () => {
    const hostile: Box = { scope: 'anything-else', rule: rule('anything-else-else-else', 'pods', { names: 'not-anything-else-else' }) };
    const fresh = freshConstant([hostile]);
    expect(JSON.stringify(hostile)).not.toContain(fresh);
    expect(compareBoxes([hostile], [{ ...hostile, scope: 'clinic' }])).toMatchObject({
      lost: ['anything-else-else-else pods "not-anything-else-else" in anything-else'],
    });
  });
});
