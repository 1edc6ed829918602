import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('storageversion-migrations-write', () => {
  const rule = { apiGroups: ['internal.apiserver.k8s.io'], resources: ['storageversions'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('storageversion-migrations-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('storageversion-migrations-write', 'fires')).toEqual([
      'SA tools/controller can disturb how the API server stores objects in all namespaces',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('storageversion-migrations-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], [], []]);
  });
});
