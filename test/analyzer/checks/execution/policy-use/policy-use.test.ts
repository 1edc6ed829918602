import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn } from '../../judge.ts';

const bound = roleBinding('shop', 'policies', 'Role/policies', 'sa:shop/agent');
const constraints = (...resourceNames: string[]) =>
  role('shop', 'policies', {
    apiGroups: ['security.openshift.io'],
    resources: ['securitycontextconstraints'],
    verbs: ['use'],
    ...(resourceNames.length > 0 && { resourceNames }),
  });

describe('policy-use', () => {
  it.each([
    ['psp-use', 'SA shop/agent can use PodSecurityPolicies that let pods onto the node (only privileged) in shop'],
    ['scc-use', 'SA shop/agent can use SecurityContextConstraints that let pods onto the node (only anyuid) in shop'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it('is high beside pods in the same namespace, else medium', () => {
    const runner = (namespace: string) => [
      role(namespace, 'runner', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] }),
      roleBinding(namespace, 'runner', 'Role/runner', 'sa:shop/agent'),
    ];
    expect(findingOf('scc-use', [constraints(), bound]).severity).toBe('medium');
    expect(findingOf('scc-use', [constraints(), bound, ...runner('clinic')]).severity).toBe('medium');
    const both = findingOf('scc-use', [constraints('privileged'), bound, ...runner('shop')]);
    expect(both.severity).toBe('high');
    expect(both.title).toBe('SA shop/agent can create pods that SecurityContextConstraints let onto the node (only privileged) in shop');
  });

  it.each([
    ['server-side apply', { apiGroups: [''], resources: ['pods'], verbs: ['create', 'patch'], resourceNames: ['agent-0'] }, 'high'],
    ['an operator', { apiGroups: ['tekton.dev'], resources: ['taskruns'], verbs: ['create'] }, 'high'],
    ['create with names alone', { apiGroups: [''], resources: ['pods'], verbs: ['create'], resourceNames: ['agent-0'] }, 'medium'],
  ])('judges pods by %s', (_how, rule, severity) => {
    const runner = [role('shop', 'runner', rule), roleBinding('shop', 'runner', 'Role/runner', 'sa:shop/agent')];
    expect(findingOf('scc-use', [constraints(), bound, ...runner]).severity).toBe(severity);
  });

  it('counts both API groups that Kubernetes asks about PodSecurityPolicies with', () => {
    const policies = (group: string) =>
      role('shop', 'policies', { apiGroups: [group], resources: ['podsecuritypolicies'], verbs: ['use'] });
    expect(['policy', 'extensions', 'apps'].map((group) => findingsOf('psp-use', [policies(group), bound]).length)).toEqual([1, 1, 0]);
  });

  it.each([
    [['privileged'], 1],
    [['hostmount-anyuid', 'restricted'], 1],
    [['gce.privileged'], 1],
    [['node-exporter'], 1],
    [['machine-api-termination-handler'], 1],
    [['unprivileged'], 0],
    [['non-privileged', 'nonroot-v2'], 0],
    [['shop-policy'], 0],
  ])('tells by the names %j: %i', (names, count) => {
    expect(findingsOf('scc-use', [constraints(...names), bound])).toHaveLength(count);
  });

  it('takes PodSecurityPolicies for gone where the version says so', () => {
    const policies = role('shop', 'policies', { apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'] });
    const found = (kubernetesVersion?: string) => findingsOf('psp-use', [policies, bound], { kubernetesVersion }).length;
    expect([found(), found('1.24'), found('1.25')]).toEqual([1, 1, 0]);
    expect(findingsOf('scc-use', [constraints(), bound], { kubernetesVersion: '1.36' })).toHaveLength(1);
  });

  it('is as bad where one of the two rights comes of a group', () => {
    const use = {
      apiGroups: ['security.openshift.io'],
      resources: ['securitycontextconstraints'],
      verbs: ['use'],
      resourceNames: ['privileged'],
    };
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['create'] };
    expect(inBothOrders('scc-use', [use], [pods])).toEqual([['high'], ['high']]);
  });
});
