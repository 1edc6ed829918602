import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'clusterrole-non-admin-cluster-wide';
const bound = clusterRoleBinding('bound', 'ClusterRole/bound', 'user:ines');

describe('clusterrole-non-admin-cluster-wide', () => {
  it('finds ClusterRoles that somebody who is no admin holds everywhere', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-developers can use ClusterRole/config-reader in all namespaces']);
  });

  it('passes over what is harmless, over RoleBindings and over admins', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is low by itself, and otherwise as bad as the worst of what the role grants', () => {
    const reader = (resource: string) => clusterRole('bound', { apiGroups: [''], resources: [resource], verbs: ['list'] });
    expect(findingOf(check, [reader('configmaps'), bound]).severity).toBe('low');
    const secrets = findingOf(check, [reader('secrets'), bound]);
    expect(way(secrets)).toEqual(['content: low -> critical']);
    expect(findingOf('secrets-list-watch', [reader('secrets'), bound]).implied).toEqual([secrets.id]);
  });

  it('is not hidden by what another role grants', () => {
    const objects = [
      clusterRole('bound', { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }),
      bound,
      clusterRole('secrets', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }),
      clusterRoleBinding('secrets', 'ClusterRole/secrets', 'user:ines'),
    ];
    const config = findingsOf(check, objects).find(({ statement }) => statement === 'can use ClusterRole/bound');
    expect(config?.severity).toBe('low');
    expect(findingOf('secrets-list-watch', objects).implied).not.toContain(config?.id);
  });

  it('proposes RoleBindings where all that is granted lives in namespaces', () => {
    const namespaced = findingOf(check, [clusterRole('bound', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }), bound]);
    const mixed = findingOf(check, [
      clusterRole('bound', { apiGroups: ['', 'apps'], resources: ['deployments', 'persistentvolumes'], verbs: ['get'] }),
      bound,
    ]);
    const unknown = findingOf(check, [
      clusterRole('bound', { apiGroups: ['shop.example.org'], resources: ['orders'], verbs: ['get'] }),
      bound,
    ]);
    expect(namespaced.remediation).toMatch(/^Replace the ClusterRoleBinding/);
    expect(mixed.remediation).toMatch(/^Split the ClusterRole/);
    expect(unknown.remediation).toMatch(/^Split the ClusterRole/);
  });

  it('takes a ServiceAccount for an admin whose group is one', () => {
    const objects = [
      clusterRole('bound', { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }),
      clusterRoleBinding('bound', 'ClusterRole/bound', 'sa:ci/deployer'),
    ];
    expect(findingsOf(check, objects)).toHaveLength(1);
    expect(
      findingsOf(check, [...objects, clusterRoleBinding('all-of-ci', 'ClusterRole/cluster-admin', 'group:system:serviceaccounts:ci')]),
    ).toEqual([]);
  });

  it("takes Kubernetes' own components for admins, and nobody who lacks the URLs", () => {
    const reader = clusterRole('bound', { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] });
    const found = (subject: string, ...more: KubernetesObject[]) =>
      findingsOf(check, [reader, clusterRoleBinding('bound', 'ClusterRole/bound', subject), ...more]);
    expect(found('user:system:kube-scheduler')).toEqual([]);
    expect(found('sa:kube-system/namespace-controller')).toEqual([]);
    expect(found('sa:kube-system/dashboard')).toHaveLength(1);
    const deployer = clusterRole('deployer', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] });
    const all = clusterRoleBinding('all', 'ClusterRole/deployer', 'user:ines');
    expect(found('user:ines', deployer, all).map(({ statement }) => statement)).toContain('can use ClusterRole/bound');
    const urls = clusterRole('urls', { nonResourceURLs: ['*'], verbs: ['*'] });
    expect(found('user:ines', deployer, all, urls, clusterRoleBinding('urls', 'ClusterRole/urls', 'user:ines'))).toEqual([]);
  });

  it('does not count asking for a review as a change', () => {
    const asks = (resource: string) =>
      findingOf(check, [
        clusterRole('bound', { apiGroups: ['authorization.k8s.io'], resources: [resource], verbs: ['create'] }),
        clusterRoleBinding('bound', 'ClusterRole/bound', 'user:system:anonymous'),
      ]).severity;
    expect([asks('subjectaccessreviews'), asks('anything-else')]).toEqual(['medium', 'critical']);
  });

  it('is raised for a group that holds everybody', () => {
    const reader = clusterRole('bound', { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] });
    const severity = (subject: string) => findingOf(check, [reader, clusterRoleBinding('bound', 'ClusterRole/bound', subject)]).severity;
    expect(['group:system:authenticated', 'user:system:anonymous', 'group:developers'].map(severity)).toEqual(['medium', 'high', 'low']);
  });

  it.each([
    ['a subresource that nothing is called', { apiGroups: [''], resources: ['pods/*'], verbs: ['get'] }],
    ['verbs in capitals', { apiGroups: [''], resources: ['secrets'], verbs: ['GET'] }],
    ['create with names', { apiGroups: [''], resources: ['pods'], verbs: ['create'], resourceNames: ['a'] }],
  ])('passes over a role that grants nothing: %s', (_what, rule) => {
    const objects = [clusterRole('nothing', rule), clusterRoleBinding('nothing', 'ClusterRole/nothing', 'user:mara')];
    expect(findingsOf('clusterrole-non-admin-cluster-wide', objects)).toEqual([]);
  });

  it.each([
    ['a verb that somebody made up', { apiGroups: ['shop.example'], resources: ['orders'], verbs: ['viewTotals'] }],
    ['keys called "*"', { apiGroups: ['authentication.k8s.io'], resources: ['userextras/*'], verbs: ['impersonate'] }],
  ])('does not take for nothing: %s', (_what, rule) => {
    const objects = [clusterRole('something', rule), clusterRoleBinding('something', 'ClusterRole/something', 'user:mara')];
    expect(findingsOf('clusterrole-non-admin-cluster-wide', objects)).toHaveLength(1);
  });
});
