import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('networkpolicy-write', () => {
  const rule = { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['delete'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('networkpolicy-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('networkpolicy-write', 'fires')).toEqual(['SA tools/controller can open the network between pods in shop']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('networkpolicy-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['medium'], ['high']]);
  });
});
