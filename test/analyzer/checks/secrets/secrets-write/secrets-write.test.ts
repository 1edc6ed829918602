import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

const check = 'secrets-write';
const change = { apiGroups: [''], resources: ['secrets'], verbs: ['update', 'patch'] };
const named = (name: string) => [
  role('shop', 'release', { ...change, resourceNames: [name] }),
  roleBinding('shop', 'release', 'Role/release', 'user:ines'),
];

describe('secrets-write', () => {
  it('finds who can change Secrets', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/release can change Secrets in shop']);
  });

  it('is medium in a namespace, high in a sensitive one and cluster-wide', () => {
    const release = clusterRole('release', change);
    const severityIn = (namespace: string) =>
      findingOf(check, [release, roleBinding(namespace, 'release', 'ClusterRole/release', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'high']);
    expect(findingOf(check, [release, clusterRoleBinding('release', 'ClusterRole/release', 'user:ines')]).severity).toBe('high');
  });

  it('is a step milder for named Secrets, unless the name is that of a token', () => {
    const finding = findingOf(check, named('shop-tls'));
    expect(finding.title).toBe('User ines can change Secrets (only shop-tls) in shop');
    expect(way(finding)).toEqual(['namespace: high -> medium', 'resource-names: medium -> low']);
    expect(findingOf(check, named('deployer-token-x7k2p')).severity).toBe('medium');
  });

  it('is not said again of who can have tokens made by the same rule', () => {
    const objects = [
      role('shop', 'release', { ...change, verbs: ['create', 'get', 'update'] }),
      roleBinding('shop', 'release', 'Role/release', 'user:ines'),
    ];
    expect(findingOf('secrets-create-token', objects).implied).toContain(findingOf(check, objects).id);
  });
});
