import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'workload-scale';
const scale = { apiGroups: ['apps'], resources: ['*/scale'], verbs: ['update'] };

describe('workload-scale', () => {
  it('finds who can scale workloads', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/autoscaler can scale workloads in shop']);
  });

  it('is low in a namespace, medium in a sensitive one and cluster-wide', () => {
    const scaler = clusterRole('scaler', scale);
    const severityIn = (namespace: string) =>
      findingOf(check, [scaler, roleBinding(namespace, 'scaler', 'ClusterRole/scaler', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['low', 'medium']);
    expect(findingOf(check, [scaler, clusterRoleBinding('scaler', 'ClusterRole/scaler', 'user:ines')]).severity).toBe('medium');
  });

  it('is said once where the same rule changes the workloads themselves', () => {
    const objects = [
      role('shop', 'apps', { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['patch'] }),
      roleBinding('shop', 'apps', 'Role/apps', 'user:ines'),
    ];
    expect(findingOf('deployments-write', objects).implied).toEqual([findingOf(check, objects).id]);
  });
});
