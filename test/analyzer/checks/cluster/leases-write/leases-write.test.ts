import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('leases-write', () => {
  const rule = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('leases-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('leases-write', 'fires')).toEqual([
      'SA tools/controller can take leadership from controllers, or have nodes taken for dead in kube-system',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('leases-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], [], ['high']]);
  });

  it('counts the leases of nodes', () => {
    expect(severityIn('kube-node-lease')).toEqual(['medium']);
  });
});
