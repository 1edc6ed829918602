import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'wildcard-verbs';

function severity(group: string, resource: string, namespace?: string) {
  const bound = namespace
    ? roleBinding(namespace, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer')
    : clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer');
  return findingOf(check, [clusterRole('deployer', { apiGroups: [group], resources: [resource], verbs: ['*'] }), bound]).severity;
}

describe('wildcard-verbs', () => {
  it('finds every verb on a named resource, and says what it includes', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA ci/deployer can use every verb on clusterroles.rbac.authorization.k8s.io in all namespaces',
    ]);
  });

  it('passes over verbs that are named, and over what a RoleBinding cannot grant', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is at least medium', () => {
    expect([severity('apps', 'deployments'), severity('apps', 'deployments', 'shop')]).toEqual(['medium', 'medium']);
  });

  it.each([
    ['rbac.authorization.k8s.io', 'clusterroles'],
    ['rbac.authorization.k8s.io', 'roles'],
    ['', 'serviceaccounts'],
    ['*', 'serviceaccounts'],
  ])('is as bad as the special verbs on %j %s', (group, resource) => {
    expect([severity(group, resource), severity(group, resource, 'shop'), severity(group, resource, 'kube-system')]).toEqual([
      'critical',
      'high',
      'critical',
    ]);
  });

  it.each([
    ['rbac.authorization.k8s.io', 'clusterroles', 'cluster-admin', 'critical'],
    ['rbac.authorization.k8s.io', 'clusterroles', 'impersonator', 'critical'],
    ['rbac.authorization.k8s.io', 'clusterroles', 'pod-reader', 'medium'],
    ['rbac.authorization.k8s.io', 'clusterroles', 'gone', 'high'],
    ['', 'users', 'mara', 'critical'],
    ['', 'users', 'jonas', 'medium'],
    // A ServiceAccount is never asked about as a user.
    ['', 'users', 'system:serviceaccount:tools:operator', 'medium'],
    ['', 'serviceaccounts', 'operator', 'critical'],
    ['', 'serviceaccounts', 'till', 'medium'],
  ])('with names on %j %s is as bad as %s is', (group, resource, name, expected) => {
    const finding = findingOf(check, [
      clusterRole('deployer', { apiGroups: [group], resources: [resource], verbs: ['*'], resourceNames: [name] }),
      clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer'),
      clusterRole('impersonator', { apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }),
      clusterRoleBinding('impersonator', 'ClusterRole/impersonator', 'user:mara', 'sa:tools/operator'),
      clusterRole('pod-reader', { apiGroups: [''], resources: ['pods'], verbs: ['list'] }),
    ]);
    expect(finding.severity).toBe(expected);
  });

  it('claims no special verb in a namespace where the requests have none', () => {
    const rule = { apiGroups: [''], resources: ['configmaps', 'users'], verbs: ['*'] };
    const finding = findingOf(check, [clusterRole('deployer', rule), roleBinding('shop', 'ci', 'ClusterRole/deployer', 'sa:ci/deployer')]);
    expect([finding.severity, finding.detail]).toEqual(['medium', expect.not.stringContaining('impersonate')]);
  });

  it('names no resource in a group that does not have it', () => {
    const rule = { apiGroups: ['apps', 'rbac.authorization.k8s.io', ''], resources: ['deployments', 'clusterroles', 'pods'], verbs: ['*'] };
    const { statement } = findingOf(check, [
      clusterRole('deployer', rule),
      clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer'),
    ]);
    expect(statement).toBe('can use every verb on clusterroles.rbac.authorization.k8s.io, deployments and pods');
  });

  it('counts approve on signers as high, and impersonate on groups alone as medium', () => {
    expect([severity('certificates.k8s.io', 'signers'), severity('', 'users'), severity('', 'groups')]).toEqual([
      'high',
      'critical',
      'medium',
    ]);
  });
});
