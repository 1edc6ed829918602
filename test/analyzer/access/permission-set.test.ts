import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, difference, equal, includes, permissionsOf } from '../../../src/analyzer/access/permission-set.ts';
import { accessTo, clusterRole, clusterRoleBinding, roleBinding } from '../snapshot.ts';
import { allows, includesPointwise, requests, wholeAndPart } from './universe.ts';

const runs = { numRuns: 1_500 };
const none = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
const readPods = { ...none, verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

describe('permission sets, against the authorizer asked request by request', () => {
  it('include one another exactly where no request tells them apart', () => {
    let included = 0;
    fc.assert(
      fc.property(wholeAndPart, ([whole, part]) => {
        expect(includes(whole, part)).toBe(includesPointwise(whole, part));
        if (part.length > 0 && includes(whole, part)) included++;
      }),
      runs,
    );
    expect(included).toBeGreaterThan(runs.numRuns / 5);
  });

  it('are equal exactly where they allow the same requests', () => {
    fc.assert(
      fc.property(wholeAndPart, fc.boolean(), ([whole, part], together) => {
        const left = together ? [...whole, ...part] : part;
        expect(equal(left, whole)).toBe(requests.every((request) => allows(left, request) === allows(whole, request)));
      }),
      runs,
    );
  });

  it('stay equal where rules are taken apart, repeated and reordered', () => {
    fc.assert(
      fc.property(wholeAndPart, ([set]) => {
        const apart = set.flatMap(({ scope, rule }) => [
          ...rule.verbs.map((verb) => ({ scope, rule: { ...rule, verbs: [verb], nonResourceURLs: [] } })),
          { scope, rule: { ...rule, apiGroups: [] } },
        ]);
        expect(equal(set, [...apart, ...apart].reverse())).toBe(true);
      }),
      runs,
    );
  });

  it('differ by what lies inside the left and outside the right', () => {
    fc.assert(
      fc.property(wholeAndPart, ([right, left]) => {
        const missing = difference(left, right);
        expect(includesPointwise(left, missing)).toBe(true);
        for (const box of missing) expect(includesPointwise(right, [box])).toBe(false);
        expect(includesPointwise([...right, ...missing], left)).toBe(true);
      }),
      runs,
    );
  });
});

describe('what one set has and another lacks', () => {
  it('is told atom by atom, sorted by scope and content', () => {
    const left = [
      { scope: 'shop', rule: readPods },
      { scope: 'clinic', rule: { ...readPods, verbs: ['list', 'get', 'watch'] } },
    ];
    const right = [{ scope: 'clinic', rule: { ...readPods, verbs: ['get'] } }];
    expect(difference(left, right)).toEqual([
      { scope: 'clinic', rule: { ...readPods, verbs: ['list'] } },
      { scope: 'clinic', rule: { ...readPods, verbs: ['watch'] } },
      { scope: 'shop', rule: { ...readPods, verbs: ['get'] } },
      { scope: 'shop', rule: { ...readPods, verbs: ['list'] } },
    ]);
  });

  it('is told once, however often the left has it', () => {
    expect(
      difference(
        [
          { scope: '*', rule: readPods },
          { scope: '*', rule: readPods },
        ],
        [],
      ),
    ).toHaveLength(2);
  });

  it('is everything where a namespace is held against the whole cluster', () => {
    expect(difference([{ scope: '*', rule: readPods }], [{ scope: 'shop', rule: readPods }])).toHaveLength(2);
    expect(difference([{ scope: 'shop', rule: readPods }], [{ scope: '*', rule: readPods }])).toEqual([]);
  });

  it('is everything where all known verbs are held against *, which stands for unknown ones too', () => {
    const all = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
    expect(
      difference([{ scope: '*', rule: { ...readPods, verbs: ['*'] } }], [{ scope: '*', rule: { ...readPods, verbs: all } }]),
    ).toHaveLength(1);
  });
});

describe('a rule in a scope', () => {
  it.each([
    ['without verbs', { ...readPods, verbs: [] }],
    ['without groups', { ...readPods, apiGroups: [] }],
    ['without resources', { ...readPods, resources: [] }],
  ])('is no permission %s', (_what, rule) => {
    expect(boxOf('*', rule)).toBeUndefined();
  });

  it('is none for URLs in a namespace, because requests for URLs lie in none', () => {
    const metrics = { ...none, verbs: ['get'], nonResourceURLs: ['/metrics'] };
    expect(boxOf('*', metrics)).toEqual({ scope: '*', rule: metrics });
    expect(boxOf('shop', metrics)).toBeUndefined();
    expect(boxOf('shop', { ...readPods, nonResourceURLs: ['/metrics'] })).toEqual({ scope: 'shop', rule: readPods });
  });

  it('comes from each grant of a subject', () => {
    const access = accessTo(
      [
        clusterRole('reader', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
        clusterRoleBinding('everywhere', 'ClusterRole/reader', 'user:ines'),
        roleBinding('shop', 'local', 'ClusterRole/reader', 'user:ines'),
      ],
      { input: 'cluster' },
    );
    const held = permissionsOf(access.grantsOf({ kind: 'User', name: 'ines' }));
    expect(held.map(({ scope, rule }) => [scope, ...rule.resources, ...rule.nonResourceURLs])).toEqual([
      ['*', 'pods'],
      ['*', '/metrics'],
      ['shop', 'pods'],
    ]);
  });
});
