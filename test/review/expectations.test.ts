import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import { adminsOf, expectationsOf } from '../../src/review/expectations.ts';
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
