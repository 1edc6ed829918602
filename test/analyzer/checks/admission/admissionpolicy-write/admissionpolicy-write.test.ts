import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('admissionpolicy-write', () => {
  const rule = { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicybindings'], verbs: ['delete'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('admissionpolicy-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('admissionpolicy-write', 'fires')).toEqual(['SA tools/controller can write admission policies']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('admissionpolicy-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], [], []]);
  });

  it('is critical for policies that change objects', () => {
    const mutating = { ...rule, resources: ['mutatingadmissionpolicies'], verbs: ['create'] };
    const objects = [clusterRole('tool', mutating), clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')];
    expect(findingOf('admissionpolicy-write', objects).severity).toBe('critical');
  });
});
