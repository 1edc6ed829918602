import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

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

  describe('of custom resources', () => {
    const rollouts = { apiGroups: ['argoproj.io'], resources: ['rollouts/scale'], verbs: ['patch'] };
    const bound = (rule: PolicyRule) => [role('shop', 'apps', rule), roleBinding('shop', 'apps', 'Role/apps', 'user:ines')];
    const definition = (subresources: object) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'rollouts.argoproj.io' },
      spec: {
        group: 'argoproj.io',
        scope: 'Namespaced',
        names: { kind: 'Rollout', plural: 'rollouts' },
        versions: [{ name: 'v1alpha1', subresources }],
      },
    });

    it.each([
      ['named by the rule, with no definition', rollouts, [], 1],
      ['that scale, as their definition says', rollouts, [definition({ scale: {} })], 1],
      ['that do not, as it says', rollouts, [definition({ status: {} })], 0],
      ['by a wildcard, as their definition says', { ...rollouts, resources: ['*/scale'] }, [definition({ scale: {} })], 1],
      ['by a wildcard, with no definition', { ...rollouts, resources: ['*/scale'] }, [], 0],
      ['whose scale is only read', { ...rollouts, verbs: ['get'] }, [], 0],
      ['in a group of Kubernetes, which has none', { ...rollouts, apiGroups: ['networking.k8s.io'] }, [], 0],
    ])('counts those %s', (_which, rule, definitions, count) => {
      expect(findingsOf(check, [...bound(rule), ...definitions])).toHaveLength(count);
    });
  });

  it('is said once where the same rule changes the workloads themselves', () => {
    const objects = [
      role('shop', 'apps', { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['patch'] }),
      roleBinding('shop', 'apps', 'Role/apps', 'user:ines'),
    ];
    expect(findingOf('deployments-write', objects).implied).toEqual([findingOf(check, objects).id]);
  });
});
