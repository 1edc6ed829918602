import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atomCovered, atomsOf, covers } from '../../../src/analyzer/access/covers.ts';
import type { RuleBody } from '../../../src/analyzer/access/match.ts';
import { allows, anyRule, includesPointwise, requests, wholeAndPart } from './universe.ts';

const everywhere = (rules: readonly RuleBody[]) => rules.map((rule) => ({ scope: '*', rule }));

describe('whether rules cover others, against the authorizer asked request by request', () => {
  it('is exact in an open world', () => {
    const runs = 2_000;
    let covered = 0;
    fc.assert(
      fc.property(wholeAndPart, ([whole, part]) => {
        const owner = whole.map(({ rule }) => rule);
        const servant = part.map(({ rule }) => rule);
        expect(covers(owner, servant)).toBe(includesPointwise(everywhere(owner), everywhere(servant)));
        if (servant.length > 0 && covers(owner, servant)) covered++;
      }),
      { numRuns: runs },
    );
    expect(covered).toBeGreaterThan(runs / 5);
  });

  it('is a question to one owner rule for each atom', () => {
    fc.assert(
      fc.property(anyRule, anyRule, (owner, servant) => {
        for (const atom of atomsOf(servant)) {
          expect(atomCovered(owner, atom)).toBe(includesPointwise(everywhere([owner]), everywhere([atom])));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds for every rule and itself, and for nothing at all', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(covers([rule], [rule])).toBe(true);
        expect(covers([], [{ ...rule, verbs: [] }])).toBe(true);
      }),
    );
  });
});

it('a rule that names a resource like *s covers no other', () => {
  const rule = { verbs: ['get'], apiGroups: [''], resources: ['*s'], resourceNames: [], nonResourceURLs: [] };
  expect(covers([rule], [{ ...rule, resources: ['pods'] }])).toBe(false);
});

describe('the atoms of a rule', () => {
  it('allow together what the rule allows', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const atoms = everywhere([...atomsOf(rule)]);
        expect(requests.filter((request) => allows(atoms, request))).toEqual(
          requests.filter((request) => allows(everywhere([rule]), request)),
        );
      }),
    );
  });

  it('are made when asked for, since a rule may have more of them than fit into memory', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `word-${i}`);
    const first = atomsOf({ verbs: many, apiGroups: many, resources: many, resourceNames: many, nonResourceURLs: [] }).next();
    expect(first.value).toMatchObject({ verbs: ['word-0'], resourceNames: ['word-0'] });
  });
});
