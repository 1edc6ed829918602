import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('cloud-identity-crd-write', () => {
  const rule = { apiGroups: ['iam.services.k8s.aws'], resources: ['roles'], verbs: ['create'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('cloud-identity-crd-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('cloud-identity-crd-write', 'fires')).toEqual([
      'SA tools/controller can give out identities and rights of the cloud provider in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('cloud-identity-crd-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['high'], ['high']]);
  });

  it('knows which kinds of Crossplane live outside namespaces, so that a RoleBinding grants none', () => {
    const found = (group: string) =>
      findingsOf('cloud-identity-crd-write', [
        clusterRole('cloud', { apiGroups: [group], resources: ['roles'], verbs: ['create'] }),
        roleBinding('shop', 'cloud', 'ClusterRole/cloud', 'user:mara'),
      ]);
    expect(['iam.aws.upbound.io', 'iam.aws.crossplane.io', 'iam.aws.m.upbound.io'].map((group) => found(group).length)).toEqual([0, 0, 1]);
  });
});
