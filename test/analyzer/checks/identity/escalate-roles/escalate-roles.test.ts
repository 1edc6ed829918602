import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'escalate-roles';
const rbac = 'rbac.authorization.k8s.io';
const on = (resource: string, verbs: string[], resourceNames: string[] = []) => ({
  apiGroups: [rbac],
  resources: [resource],
  verbs,
  resourceNames,
});

describe(check, () => {
  it('joins both halves, from whatever role', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-leads can write any right into roles in shop']);
  });

  it.each(['clusterroles', 'roles'])('is critical cluster-wide on %s', (resource) => {
    const manager = clusterRole('manager', on(resource, ['escalate', 'patch']));
    expect(findingOf(check, [manager, clusterRoleBinding('manager', 'ClusterRole/manager', 'user:ines')]).severity).toBe('critical');
  });

  it('is high in a namespace, critical in kube-system', () => {
    const severityIn = (namespace: string) =>
      findingOf(check, [
        role(namespace, 'manager', on('roles', ['escalate', 'update'])),
        roleBinding(namespace, 'manager', 'Role/manager', 'user:ines'),
      ]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['high', 'critical']);
  });

  it('is medium without the right to change roles, or for other roles than those', () => {
    const found = (...rules: ReturnType<typeof on>[]) =>
      findingOf(check, [clusterRole('manager', ...rules), clusterRoleBinding('manager', 'ClusterRole/manager', 'user:ines')]);
    const alone = found(on('clusterroles', ['escalate', 'create', 'get']));
    expect(alone.title).toBe('User ines has the verb escalate, though not the right to change roles in all namespaces');
    expect(alone.severity).toBe('medium');
    expect(found(on('clusterroles', ['escalate'], ['shop']), on('clusterroles', ['update'], ['clinic'])).severity).toBe('low');
    expect(found(on('roles', ['escalate']), on('clusterroles', ['update'])).severity).toBe('medium');
  });

  it('says it once where one half holds everywhere and the other in a namespace', () => {
    const objects = [
      clusterRole('escalator', on('roles', ['escalate'])),
      clusterRoleBinding('escalator', 'ClusterRole/escalator', 'user:ines'),
      role('shop', 'writer', on('roles', ['update'])),
      roleBinding('shop', 'writer', 'Role/writer', 'user:ines'),
    ];
    expect(findingsOf(check, objects).map(({ scope, severity }) => [scope, severity])).toEqual([['shop', 'high']]);
  });

  describe('of a named role', () => {
    const named = clusterRole('manager', on('clusterroles', ['escalate', 'update'], ['wards']));
    const manager = clusterRoleBinding('manager', 'ClusterRole/manager', 'user:ines');
    const wards = clusterRole('wards', { apiGroups: ['clinic.example.com'], resources: ['wards'], verbs: ['get'] });
    const severityWith = (...objects: KubernetesObject[]) => findingOf(check, [named, manager, ...objects]).severity;

    it('is critical if the subject holds the role, by itself or through a group', () => {
      expect(severityWith(wards, clusterRoleBinding('wards', 'ClusterRole/wards', 'user:ines'))).toBe('critical');
      expect(severityWith(wards, clusterRoleBinding('wards', 'ClusterRole/wards', 'group:system:authenticated'))).toBe('critical');
    });

    it('is high if others hold it, medium if nobody does', () => {
      expect(severityWith(wards, clusterRoleBinding('wards', 'ClusterRole/wards', 'group:nurses'))).toBe('high');
      expect(severityWith(wards)).toBe('medium');
    });

    it('is the same where only the right to change roles is named', () => {
      const half = clusterRole('manager', on('clusterroles', ['escalate']), on('clusterroles', ['update'], ['wards']));
      expect(findingOf(check, [half, manager, wards]).severity).toBe('medium');
    });

    it('shows how it came to that', () => {
      const finding = findingOf(check, [named, manager, wards, clusterRoleBinding('wards', 'ClusterRole/wards', 'group:nurses')]);
      expect(finding.title).toBe('User ines can write any right into roles (only wards) in all namespaces');
      expect(way(finding)).toEqual(['resource-names: critical -> high']);
    });
  });
});
