import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'pods-status-write';

describe('pods-status-write', () => {
  it('finds who can write the status of pods', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/gate can write the status of pods in shop']);
  });

  it('is low in a namespace, medium in a sensitive one and cluster-wide', () => {
    const gate = clusterRole('gate', { apiGroups: [''], resources: ['pods/status'], verbs: ['update'] });
    const severityIn = (namespace: string) =>
      findingOf(check, [gate, roleBinding(namespace, 'gate', 'ClusterRole/gate', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['low', 'medium']);
    expect(findingOf(check, [gate, clusterRoleBinding('gate', 'ClusterRole/gate', 'user:ines')]).severity).toBe('medium');
  });
});
