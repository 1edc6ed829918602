import { describe, expect, it } from 'vitest';
import { podCreators } from '../../../../../src/facts/pod-creators.ts';
import { clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn, way } from '../../judge.ts';

const check = 'workload-crd-write';
const inShop = (rule: PolicyRule) => [role('shop', 'deploy', rule), roleBinding('shop', 'deploy', 'Role/deploy', 'user:ines')];
const everywhere = (rule: PolicyRule) => [clusterRole('deploy', rule), clusterRoleBinding('deploy', 'ClusterRole/deploy', 'user:ines')];
const workflows = { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] };
const releases = { apiGroups: ['helm.toolkit.fluxcd.io'], resources: ['helmreleases'], verbs: ['patch'] };
const pipelineRuns: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'pipelineruns.tekton.dev' },
  spec: { group: 'tekton.dev', scope: 'Namespaced', names: { kind: 'PipelineRun', plural: 'pipelineruns' }, versions: [] },
};
const restricted: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

describe('workload-crd-write', () => {
  it('tells what runs pods from what is deployed with the rights of a controller', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA ci/trigger can run any pod through pipelineruns.tekton.dev and taskruns.tekton.dev in ci',
      'User ines can have anything deployed through applications.argoproj.io in shop',
    ]);
  });

  it('is as bad as creating pods', () => {
    expect(findingOf(check, everywhere(workflows)).severity).toBe('critical');
    expect(findingOf(check, inShop(workflows)).severity).toBe('high');
    expect(findingOf(check, [...inShop(workflows), restricted]).severity).toBe('medium');
  });

  it('is not held by Pod Security where a controller deploys', () => {
    expect(findingOf(check, everywhere(releases)).severity).toBe('critical');
    expect(findingOf(check, [...inShop(releases), restricted]).severity).toBe('high');
  });

  it('is no milder for the name of an object, which says nothing about what it deploys', () => {
    const named = findingOf(check, inShop({ ...releases, resourceNames: ['shop'] }));
    expect(named.title).toBe('User ines can have anything deployed through helmreleases.helm.toolkit.fluxcd.io (only shop) in shop');
    expect(way(named)).toEqual(['namespace: critical -> high']);
    expect(findingOf(check, everywhere({ ...workflows, verbs: ['patch'], resourceNames: ['nightly'] })).severity).toBe('high');
  });

  it.each(podCreators.filter(({ product }) => product !== 'Kubernetes'))('knows $resource of $group', ({ group, resource, namespaced }) => {
    const rule = { apiGroups: [group], resources: [resource], verbs: ['update'] };
    expect(findingsOf(check, everywhere(rule))).toHaveLength(1);
    expect(findingsOf(check, inShop(rule))).toHaveLength(namespaced ? 1 : 0);
  });

  it('takes a wildcard for the API group to mean what is known to be there', () => {
    const wide = { apiGroups: ['*'], resources: ['pipelineruns'], verbs: ['create'] };
    expect(findingsOf(check, inShop(wide))).toEqual([]);
    expect(findingsOf(check, [...inShop(wide), pipelineRuns])).toHaveLength(1);
  });

  it("leaves Kubernetes' own workloads to their checks", () => {
    expect(findingsOf(check, everywhere({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] }))).toEqual([]);
  });

  it('goes with what a policy engine makes by its policies', () => {
    const policies = everywhere({ apiGroups: ['kyverno.io'], resources: ['clusterpolicies'], verbs: ['create'] });
    const deployed = findingOf(check, policies);
    expect(findingOf('policy-engine-write', policies).implied).toContain(deployed.id);
  });

  it('counts what server-side apply makes, from whatever roles', () => {
    const rule = (verb: string) => ({ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: [verb], resourceNames: ['till'] });
    const [ofGroup, own] = inBothOrders(check, [rule('create')], [rule('patch')]);
    expect([ofGroup, own]).toEqual([['high', 'high'], ['high']]);
  });
});
