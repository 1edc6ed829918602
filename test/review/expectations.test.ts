import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import type { Subject } from '../../src/model/subject.ts';
import { adminsOf, expectationsOf, identitiesOf } from '../../src/review/expectations.ts';
import { accessTo, clusterRole, clusterRoleBinding, role } from '../analyzer/snapshot.ts';
import { configOf } from './document.ts';

const listSecrets = { verbs: ['list'], apiGroups: [''], resources: ['secrets'] };
const access = accessTo([
  clusterRole('argocd', listSecrets),
  clusterRoleBinding('argocd', 'ClusterRole/argocd', 'sa:argocd/controller', 'user:mallory'),
  clusterRoleBinding('oncall', 'ClusterRole/argocd', 'group:oncall'),
  role('shop', 'unused', listSecrets),
]);

/** Whose grants, and which objects, are left as findings. */
function unexpected(yaml: string): string[] {
  const { findings } = runChecks(access, { isExpected: expectationsOf(configOf(yaml)) });
  return [...new Set(findings.map(({ subject, object }) => subject?.name ?? object?.name ?? ''))].sort();
}

describe('what is expected', () => {
  it.each([
    ['{}', ['controller', 'mallory', 'oncall', 'unused']],
    ['admins: ["group:on*"]', ['controller', 'mallory', 'unused']],
    ['expected: [{ subject: "sa:argocd/*", reason: x }]', ['mallory', 'oncall', 'unused']],
    ['expected: [{ binding: ClusterRoleBinding/argocd, reason: x }]', ['oncall', 'unused']],
    ['expected: [{ binding: ClusterRoleBinding/argocd, subject: "sa:argocd/controller", reason: x }]', ['mallory', 'oncall', 'unused']],
    ['expected: [{ role: ClusterRole/argocd, reason: x }]', ['unused']],
    ['expected: [{ role: Role/shop/unused, reason: x }]', ['controller', 'mallory', 'oncall']],
    ['expected: [{ role: Role/shop/unused, subject: "user:mallory", reason: x }]', ['controller', 'mallory', 'oncall', 'unused']],
  ])('by %s leaves %j', (yaml, left) => {
    expect(unexpected(yaml)).toEqual(left);
  });
});

describe('admins', () => {
  it('are those whom the configuration names', () => {
    const isAdmin = adminsOf({ admins: ['group:oncall', 'user:root*'] });
    expect(isAdmin({ kind: 'Group', name: 'oncall' })).toBe(true);
    expect(isAdmin({ kind: 'User', name: 'root-2' })).toBe(true);
    expect(isAdmin({ kind: 'User', name: 'oncall' })).toBe(false);
  });
});

describe('the inventory', () => {
  const ines: Subject = { kind: 'User', name: 'ines' };
  const nurses: Subject = { kind: 'Group', name: 'clinic-nurses' };
  const checkout: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };
  const known = (yaml: string) => [ines, nurses, checkout].map((subject) => identitiesOf(configOf(yaml))?.(subject));

  it('says which users and groups exist', () => {
    expect(known('inventory: { users: [wen], groups: [shop-*] }')).toEqual([false, false, true]);
    expect(known('inventory: { users: [ines], groups: [clinic-*] }')).toEqual([true, true, true]);
  });

  it('says nothing of what it does not list', () => {
    expect(known('inventory: { users: [wen] }')).toEqual([false, true, true]);
    expect(known('inventory: { groups: [shop-*] }')).toEqual([true, false, true]);
    expect(known('inventory: { users: [] }')).toEqual([false, true, true]);
    expect(identitiesOf(configOf('{}'))).toBeUndefined();
  });
});
