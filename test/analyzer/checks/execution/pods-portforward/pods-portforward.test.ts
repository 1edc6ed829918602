import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'pods-portforward';
const rule = (...verbs: string[]) => clusterRole('stream', { apiGroups: [''], resources: ['pods/portforward'], verbs });
const everywhere = clusterRoleBinding('stream', 'ClusterRole/stream', 'user:ines');

describe(check, () => {
  it('finds who can open the stream', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-developers can open connections into pods in shop']);
  });

  it('is high cluster-wide and in kube-system, medium in a namespace', () => {
    const severityIn = (namespace: string) =>
      findingOf(check, [rule('create'), roleBinding(namespace, 'stream', 'ClusterRole/stream', 'user:ines')]).severity;
    expect(findingOf(check, [rule('create'), everywhere]).severity).toBe('high');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'high']);
  });

  it('takes get alone for enough before 1.35, and where the version is not known', () => {
    const found = (kubernetesVersion?: string) => findingsOf(check, [rule('get'), everywhere], { kubernetesVersion }).length;
    expect([found(), found('1.34'), found('1.35')]).toEqual([1, 1, 0]);
  });

  it('takes create for enough in every version', () => {
    expect(findingsOf(check, [rule('create'), everywhere], { kubernetesVersion: '1.36' })).toHaveLength(1);
  });

  it('is implied by exec in the same rule', () => {
    const both = clusterRole('stream', { apiGroups: [''], resources: ['pods/exec', 'pods/portforward'], verbs: ['create'] });
    expect(findingOf('pods-exec', [both, everywhere]).implied).toContain(findingOf(check, [both, everywhere]).id);
  });
});
