import { describe, expect, it } from 'vitest';
import type { Draft, Manifest } from '../../src/model/proposal.ts';
import type { Usage, UsageBasis } from '../../src/model/usage.ts';
import { usedVerifierFor } from '../../src/verifier/used.ts';
import { binding, role, rule } from '../generator/snapshot.ts';
import { clusterOf, did, usageOf } from '../generator/usage/usage.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
const access = clusterOf(
  [role('shop', 'all', [rule('*', '*', { groups: '*' })])],
  [binding('shop', 'old', 'Role/all', 'user:ines user:lea'), binding('shop', 'devs', 'Role/all', 'group:devs')],
);

/** Ines gets a role with these verbs on pods in the place of her old binding. */
function draft(verbs: string[], namespace = 'shop', resourceNames: string[] = []): Draft {
  const metadata = { labels: {}, name: 'new', namespace };
  const rules = [{ apiGroups: [''], ...(resourceNames.length > 0 ? { resourceNames } : {}), resources: ['pods'], verbs }];
  const creates: Manifest[] = [
    { apiVersion, kind: 'Role', metadata, rules },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: 'new' },
      subjects: [{ apiGroup, kind: 'User', name: 'ines' }],
    },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { labels: {}, name: 'old', namespace: 'shop' },
      roleRef: { apiGroup, kind: 'Role', name: 'all' },
      subjects: [{ apiGroup, kind: 'User', name: 'lea' }],
    },
  ];
  const old = { kind: 'RoleBinding', namespace: 'shop', name: 'old' };
  return {
    id: 'usage/User/ines',
    kind: 'usage',
    steps: ['usage'],
    subjects: [{ kind: 'User', name: 'ines' }],
    replaces: [old],
    creates,
    removes: [old],
    why: [],
  };
}

function prove(usage: Usage, one: Draft, basis?: Partial<UsageBasis>) {
  const full = basis && { subject: { kind: 'User' as const, name: 'ines' }, used: [], generalised: [], kept: [], ...basis };
  return usedVerifierFor(access, { usage, outcomes: new Set(['allowed']), isNew: false, basisOf: () => full })([one]);
}

const used = usageOf(did('ines', '', 'get pods(a,b) in shop'));

describe('what was used', () => {
  it('is kept by a role that holds it, name by name', () => {
    expect(prove(used, draft(['get'], 'shop', ['a', 'b']))).toEqual({ requests: 2, lost: [], unexplained: [] });
  });

  it('is lost with a verb, a name or a namespace', () => {
    expect(prove(used, draft(['list'], 'shop', ['a', 'b'])).lost).toEqual([
      'get pods "a" in shop, by ines',
      'get pods "b" in shop, by ines',
    ]);
    expect(prove(used, draft(['get'], 'shop', ['a'])).lost).toEqual(['get pods "b" in shop, by ines']);
    expect(prove(used, draft(['get'], 'clinic', ['a', 'b'])).lost).toHaveLength(2);
  });

  it('may be held through a group that stays', () => {
    const inGroup = usageOf(did('ines', 'devs', 'delete pods(a) in shop'));
    expect(prove(inGroup, draft(['get'], 'shop', ['a'])).lost).toEqual([]);
  });

  it('is not lost where it was not granted any more', () => {
    expect(prove(usageOf(did('ines', '', 'get pods(a) in clinic')), draft(['get'])).lost).toEqual([]);
  });

  it('of others is not asked', () => {
    expect(prove(usageOf(did('lea', '', 'delete pods(a) in shop')), draft(['get']))).toMatchObject({ requests: 0, lost: [] });
  });

  it('of too many names to remember is asked for any name', () => {
    const many = usageOf(did('ines', '', 'get pods(*) in shop'));
    expect(prove(many, draft(['get'])).lost).toEqual([]);
    expect(prove(many, draft(['get'], 'shop', ['a'])).lost).toHaveLength(1);
  });
});

describe('what is given', () => {
  it('beyond what was used is unexplained, unless it was declared', () => {
    expect(prove(used, draft(['get', 'list'], 'shop', ['a', 'b'])).unexplained).toEqual(['list pods "a" in shop', 'list pods "b" in shop']);
    const list = { scope: 'shop', rule: { ...rule('list', 'pods', { names: 'a b' }) } };
    expect(prove(used, draft(['get', 'list'], 'shop', ['a', 'b']), { generalised: [{ ...list, by: 'reads' }] }).unexplained).toEqual([]);
    expect(prove(used, draft(['get', 'list'], 'shop', ['a', 'b']), { kept: [{ ...list, by: 'reads' }] }).unexplained).toEqual([]);
  });

  it('is measured by the log: what is merely said to have been used explains nothing', () => {
    const list = { scope: 'shop', rule: { ...rule('list', 'pods') } };
    expect(prove(used, draft(['list']), { used: [list] }).unexplained).toEqual(['list pods in shop']);
  });

  it('for every name is more than for those that were used', () => {
    expect(prove(used, draft(['get'])).unexplained).toEqual(['get pods in shop']);
  });

  it('as a wildcard is more than anything that was used', () => {
    expect(prove(used, draft(['*'], 'shop', ['a'])).unexplained).toEqual(['* pods "a" in shop']);
  });
});
