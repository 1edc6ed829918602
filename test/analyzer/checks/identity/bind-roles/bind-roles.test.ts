import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'bind-roles';
const rbac = 'rbac.authorization.k8s.io';
const on = (resource: string, verbs: string[], resourceNames: string[] = []): PolicyRule => ({
  apiGroups: [rbac],
  resources: [resource],
  verbs,
  resourceNames,
});
const held = (...rules: PolicyRule[]) => [clusterRole('lead', ...rules), clusterRoleBinding('lead', 'ClusterRole/lead', 'user:mara')];
const heldIn = (namespace: string, ...rules: PolicyRule[]) => [
  role(namespace, 'lead', ...rules),
  roleBinding(namespace, 'lead', 'Role/lead', 'user:mara'),
];

describe(check, () => {
  it('finds who can bind what they do not hold', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-leads can give anyone roles that it does not hold itself in shop']);
  });

  it('is critical cluster-wide and in kube-system, high in a namespace', () => {
    const rules = [on('clusterroles', ['bind']), on('rolebindings', ['create'])];
    expect(findingOf(check, held(...rules)).severity).toBe('critical');
    expect(findingOf(check, heldIn('kube-system', ...rules)).severity).toBe('critical');
    expect(findingOf(check, heldIn('shop', ...rules)).severity).toBe('high');
  });

  it('asks for ClusterRoleBindings outside namespaces', () => {
    expect(findingOf(check, held(on('clusterroles', ['bind']), on('clusterrolebindings', ['update']))).severity).toBe('critical');
    const local = [...heldIn('shop', on('clusterroles', ['bind'])), clusterRole('writer', on('clusterrolebindings', ['create']))];
    expect(findingsOf(check, [...local, clusterRoleBinding('writer', 'ClusterRole/writer', 'user:mara')])).toEqual([]);
  });

  it('takes roles for no ClusterRoles', () => {
    expect(findingsOf(check, held(on('roles', ['bind']), on('clusterrolebindings', ['create'])))).toEqual([]);
    expect(findingOf(check, heldIn('shop', on('roles', ['bind']), on('rolebindings', ['create']))).severity).toBe('high');
  });

  it('promises cluster-admin only to who may bind ClusterRoles', () => {
    const finding = (resource: string) => findingOf(check, heldIn('shop', on(resource, ['bind']), on('rolebindings', ['create'])));
    expect(finding('clusterroles').detail).toContain('take cluster-admin, in shop, for oneself');
    expect(finding('roles').statement).toBe('can give anyone Roles that it does not hold itself');
    expect(finding('roles').detail).not.toContain('cluster-admin');
  });

  it('is one finding where there are several ways', () => {
    expect(findingsOf(check, held(on('clusterroles', ['bind']), on('rolebindings', ['*']), on('clusterrolebindings', ['*'])))).toHaveLength(
      1,
    );
  });

  describe('with the roles named', () => {
    const severityOf = (name: string, namespace?: string) => {
      const rules = [on('clusterroles', ['bind'], [name]), on('rolebindings', ['create'])];
      const wards = clusterRole('wards', { apiGroups: ['clinic.example.com'], resources: ['wards'], verbs: ['get', 'update'] });
      return findingOf(check, [wards, ...(namespace ? heldIn(namespace, ...rules) : held(...rules))]).severity;
    };

    it.each([
      ['cluster-admin', 'critical', 'high'],
      ['edit', 'critical', 'high'],
      ['wards', 'medium', 'medium'],
      ['view', 'low', 'low'],
    ])('%s is %s cluster-wide, %s in a namespace', (name, everywhere, local) => {
      expect([severityOf(name), severityOf(name, 'shop')]).toEqual([everywhere, local]);
    });

    it('is a step milder for a role that is nowhere in the input', () => {
      expect([severityOf('elsewhere'), severityOf('elsewhere', 'shop')]).toEqual(['high', 'medium']);
    });

    it('says which', () => {
      const finding = findingOf(check, heldIn('shop', on('clusterroles', ['bind'], ['view']), on('rolebindings', ['create'])));
      expect(finding.title).toBe('User mara can give anyone roles that it does not hold itself (only view) in shop');
      expect(way(finding)).toEqual(['namespace: critical -> high', 'resource-names: high -> low']);
    });
  });

  describe('with the bindings named', () => {
    const bindings = (verbs: string[]) => [on('clusterroles', ['bind']), on('rolebindings', verbs, ['team'])];
    const team = (to: string) => roleBinding('shop', 'team', to, 'group:shop-developers');

    it('is as bad as the roles of those that may be changed', () => {
      const severityWith = (to: string) => findingOf(check, [...heldIn('shop', ...bindings(['patch'])), team(to)]).severity;
      expect([severityWith('ClusterRole/admin'), severityWith('ClusterRole/view')]).toEqual(['high', 'low']);
    });

    it('is any role where a binding of that name may be made, by apply or update', () => {
      for (const verb of ['patch', 'update']) expect(findingOf(check, heldIn('shop', ...bindings(['create', verb]))).severity).toBe('high');
    });

    it('is nothing with create alone', () => {
      expect(findingsOf(check, heldIn('shop', ...bindings(['create'])))).toEqual([]);
    });

    it('is no more than what both limits leave', () => {
      const rules = [on('clusterroles', ['bind'], ['view']), on('rolebindings', ['patch'], ['team'])];
      expect(findingOf(check, [...heldIn('shop', ...rules), team('ClusterRole/view')]).severity).toBe('low');
      expect(findingOf(check, [...heldIn('shop', ...rules), team('ClusterRole/admin')]).severity).toBe('info');
    });
  });
});
