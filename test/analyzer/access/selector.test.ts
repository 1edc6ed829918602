import { describe, expect, it } from 'vitest';
import { selects } from '../../../src/analyzer/access/selector.ts';
import type { LabelRequirement } from '../../../src/model/role.ts';

const labels = new Map([
  ['team', 'clinic'],
  ['tier', ''],
]);

function matchLabels(wanted: Record<string, string>) {
  return { matchLabels: new Map(Object.entries(wanted)), matchExpressions: [] };
}

describe('a label selector', () => {
  it('without requirements selects everything', () => {
    expect(selects(matchLabels({}), labels)).toBe(true);
    expect(selects(matchLabels({}), new Map())).toBe(true);
  });

  it('wants all of its labels', () => {
    expect(selects(matchLabels({ team: 'clinic' }), labels)).toBe(true);
    expect(selects(matchLabels({ team: 'clinic', tier: '' }), labels)).toBe(true);
    expect(selects(matchLabels({ team: 'clinic', tier: 'web' }), labels)).toBe(false);
    expect(selects(matchLabels({ owner: '' }), labels)).toBe(false);
  });

  it.each<[LabelRequirement, boolean]>([
    [{ key: 'team', operator: 'In', values: ['shop', 'clinic'] }, true],
    [{ key: 'team', operator: 'In', values: ['shop'] }, false],
    [{ key: 'owner', operator: 'In', values: ['shop'] }, false],
    [{ key: 'team', operator: 'NotIn', values: ['shop'] }, true],
    [{ key: 'team', operator: 'NotIn', values: ['clinic'] }, false],
    [{ key: 'owner', operator: 'NotIn', values: ['clinic'] }, true],
    [{ key: 'tier', operator: 'Exists', values: [] }, true],
    [{ key: 'owner', operator: 'Exists', values: [] }, false],
    [{ key: 'owner', operator: 'DoesNotExist', values: [] }, true],
    [{ key: 'tier', operator: 'DoesNotExist', values: [] }, false],
  ])('with the requirement %j: %s', (requirement, expected) => {
    expect(selects({ matchLabels: new Map(), matchExpressions: [requirement] }, labels)).toBe(expected);
  });

  it('wants labels and expressions', () => {
    const expressions: LabelRequirement[] = [{ key: 'tier', operator: 'Exists', values: [] }];
    expect(selects({ ...matchLabels({ team: 'clinic' }), matchExpressions: expressions }, labels)).toBe(true);
    expect(selects({ ...matchLabels({ team: 'shop' }), matchExpressions: expressions }, labels)).toBe(false);
  });
});
