import { describe, expect, it } from 'vitest';
import { clusterRole, type KubernetesObject, namespace, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

describe('cross-namespace-subject', () => {
  const check = 'cross-namespace-subject';
  const objects = [
    role('clinic', 'reader', { apiGroups: [''], resources: ['pods'], verbs: ['get'] }),
    roleBinding('clinic', 'reader', 'Role/reader', 'sa:shop/checkout'),
  ];
  const enforcing = (name: string, level: string): KubernetesObject => ({
    ...namespace(name),
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } },
  });

  it('finds the ServiceAccount of another namespace', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/checkout can use Role/reader in clinic'.replace('reader', 'records-reader')]);
  });

  it('is low, and medium where the other namespace is less guarded', () => {
    expect(findingOf(check, objects).severity).toBe('low');
    expect(way(findingOf(check, [...objects, enforcing('clinic', 'restricted'), enforcing('shop', 'baseline')]))).toEqual([
      'less-guarded: low -> medium',
    ]);
    expect(way(findingOf(check, [...objects, enforcing('clinic', 'baseline'), enforcing('shop', 'restricted')]))).toEqual([]);
  });

  it('takes a User with a ServiceAccount’s name for the ServiceAccount', () => {
    const [reader = {}] = objects;
    expect(
      findingsOf(check, [reader, roleBinding('clinic', 'reader', 'Role/reader', 'user:system:serviceaccount:shop:checkout')]),
    ).toHaveLength(1);
  });

  it('is worse where everybody may run pods in the home of the ServiceAccount', () => {
    const objects = (namespace: string) => [
      clusterRole('reader', { apiGroups: [''], resources: ['pods'], verbs: ['get'] }),
      roleBinding('shop', 'reader', 'ClusterRole/reader', 'sa:clinic/reader'),
      role(namespace, 'runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] }),
      roleBinding(namespace, 'runner', 'Role/runner', 'group:system:authenticated'),
    ];
    expect(findingOf('cross-namespace-subject', objects('clinic')).severity).toBe('medium');
    expect(findingOf('cross-namespace-subject', objects('shop')).severity).toBe('low');
  });
});
