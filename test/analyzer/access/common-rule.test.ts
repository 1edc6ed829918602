import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonRule } from '../../../src/analyzer/access/common-rule.ts';
import { allows, anyRule, requests } from './universe.ts';

describe('what two rules both allow', () => {
  it('is exactly that, request by request', () => {
    let shared = 0;
    fc.assert(
      fc.property(anyRule, anyRule, (one, other) => {
        const both = (request: (typeof requests)[number]) => [one, other].every((rule) => allows([{ scope: '*', rule }], request));
        const expected = requests.filter(both);
        const common = commonRule(one, other);
        expect(requests.filter((request) => allows([{ scope: '*', rule: common }], request))).toEqual(expected);
        if (expected.length > 0) shared++;
      }),
      { numRuns: 2_000 },
    );
    expect(shared).toBeGreaterThan(50);
  });

  it('is the narrower of each pair', () => {
    const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] };
    const logs = { verbs: ['get'], apiGroups: [''], resources: ['pods/log', 'nodes'], resourceNames: ['till-0'], nonResourceURLs: [] };
    expect(commonRule(all, logs)).toEqual(logs);
    expect(commonRule({ ...all, resources: ['*/log'] }, logs)).toEqual({ ...logs, resources: ['pods/log'] });
  });
});
