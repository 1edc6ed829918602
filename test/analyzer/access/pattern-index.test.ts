import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleMatches } from '../../../src/analyzer/access/match.ts';
import { PatternIndex } from '../../../src/analyzer/access/pattern-index.ts';
import type { Request } from '../../../src/model/request.ts';
import { accessTo, clusterRole, type PolicyRule, role } from '../snapshot.ts';
import { anyRule, requests } from './universe.ts';

/** Where rules with these lists stand among all that cover the pattern. */
function covering(rules: readonly PolicyRule[], pattern: Parameters<PatternIndex['covering']>[0]): number[] {
  const { rules: all } = accessTo([clusterRole('reader', ...rules)], { input: 'cluster' });
  return new PatternIndex(all).covering(pattern).map(({ rule }) => rule.index);
}

/** A rule without its names covers exactly what it allows for some name. */
function allowsSome(rule: PolicyRule, request: Request): boolean {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  return ruleMatches({ verbs, apiGroups, resources, nonResourceURLs, resourceNames: [] }, request);
}

const getPods = { verb: 'get', group: '', resource: 'pods', subresource: '' };

describe('the index of all rules', () => {
  it('finds the rules that the matcher lets through for some name, in order, each once', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), fc.constantFrom(...requests), (rules, request) => {
        const expected = rules.flatMap((rule, index) => (allowsSome(rule, request) ? [index] : []));
        expect(covering(rules, request)).toEqual(expected);
        found += expected.length;
      }),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('finds a rule in every role that has it', () => {
    const read = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    const { rules } = accessTo(
      [clusterRole('auditor', read), clusterRole('reader', { ...read, resourceNames: ['cart'] }), role('shop', 'reader', read)],
      { input: 'cluster' },
    );
    expect(new PatternIndex(rules).covering(getPods).map(({ role: { kind, name } }) => `${kind}/${name}`)).toEqual([
      'ClusterRole/auditor',
      'ClusterRole/reader',
      'Role/reader',
    ]);
  });

  it('keeps apart what only looks alike: a group without a name is not no group', () => {
    expect(covering([{ verbs: ['get'], apiGroups: [], resources: ['pods'] }], getPods)).toEqual([]);
    expect(covering([{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }], getPods)).toEqual([0]);
    expect(covering([{ verbs: ['get,list'], apiGroups: [''], resources: ['pods'] }], getPods)).toEqual([]);
  });

  it('is not misled by control characters in the words of a rule', () => {
    const hostile = [
      { verbs: ['get\u0000pods'], apiGroups: [''], resources: [''] },
      { verbs: ['get'], apiGroups: [''], resources: ['*\u0000'] },
      { verbs: ['get\u0000*'], apiGroups: ['pods'], resources: ['*'] },
    ];
    expect(covering(hostile, getPods)).toEqual([]);
    expect(covering([{ verbs: ['__proto__'], apiGroups: [''], resources: ['constructor'] }], getPods)).toEqual([]);
  });
});
