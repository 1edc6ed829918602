import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'rbac-delete';
const cleaner = (...resources: string[]) =>
  clusterRole('cleaner', { apiGroups: ['rbac.authorization.k8s.io'], resources, verbs: ['delete'] });
const everywhere = clusterRoleBinding('cleaner', 'ClusterRole/cleaner', 'sa:tools/cleaner');

describe(check, () => {
  it('finds who can delete bindings', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA tools/cleaner can delete RoleBindings in shop']);
  });

  it('says what can be deleted, and through a RoleBinding only what lives in namespaces', () => {
    const all = cleaner('clusterrolebindings', 'clusterroles', 'rolebindings', 'roles');
    expect(findingOf(check, [all, everywhere]).statement).toBe('can delete ClusterRoleBindings, ClusterRoles, RoleBindings and Roles');
    const local = roleBinding('shop', 'cleaner', 'ClusterRole/cleaner', 'sa:tools/cleaner');
    expect(findingOf(check, [all, local]).statement).toBe('can delete RoleBindings and Roles');
  });

  it('is high cluster-wide, medium in a namespace', () => {
    const local = roleBinding('shop', 'cleaner', 'ClusterRole/cleaner', 'sa:tools/cleaner');
    expect([everywhere, local].map((binding) => findingOf(check, [cleaner('roles'), binding]).severity)).toEqual(['high', 'medium']);
  });

  it('is implied by writing the same', () => {
    const writer = clusterRole('cleaner', { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['create', 'delete'] });
    expect(findingOf('roles-write', [writer, everywhere]).implied).toContain(findingOf(check, [writer, everywhere]).id);
  });
});
