import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding, serviceAccount } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

const check = 'sa-write';
const change = { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['update'] };
const withCloudIdentity: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    namespace: 'shop',
    name: 'uploader',
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/uploads' },
  },
};
const onboarding = (namespace: string, resourceNames?: string[]) => [
  role(namespace, 'onboarding', resourceNames ? { ...change, resourceNames } : change),
  roleBinding(namespace, 'onboarding', 'Role/onboarding', 'user:ines'),
];

describe('sa-write', () => {
  it('finds who can make or change ServiceAccounts', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines can make or change ServiceAccounts in shop']);
  });

  it('is medium wherever it holds', () => {
    const everywhere = [clusterRole('onboarding', change), clusterRoleBinding('onboarding', 'ClusterRole/onboarding', 'user:ines')];
    expect(findingOf(check, everywhere).severity).toBe('medium');
    expect(findingOf(check, onboarding('shop')).severity).toBe('medium');
  });

  it('is high where a ServiceAccount has a cloud identity, and says which', () => {
    const finding = findingOf(check, [...onboarding('shop'), withCloudIdentity]);
    expect(way(finding)).toEqual(['cloud-identity: medium -> high']);
    expect(finding.modifiers[0]?.reason).toBe('ServiceAccount shop/uploader has eks.amazonaws.com/role-arn');
    expect(findingOf(check, [...onboarding('clinic'), withCloudIdentity]).severity).toBe('medium');
  });

  it('looks at the named ServiceAccounts only', () => {
    expect(findingOf(check, [...onboarding('shop', ['uploader']), withCloudIdentity]).severity).toBe('high');
    expect(findingOf(check, [...onboarding('shop', ['checkout']), withCloudIdentity]).severity).toBe('low');
  });

  it('is not milder for the name of a ServiceAccount that has an identity in the cloud', () => {
    const severityOf = (name: string) =>
      findingOf('sa-write', [
        {
          ...serviceAccount('shop', 'uploader'),
          metadata: { namespace: 'shop', name: 'uploader', annotations: { 'eks.amazonaws.com/role-arn': 'arn' } },
        },
        role('shop', 'editor', { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['patch'], resourceNames: [name] }),
        roleBinding('shop', 'editor', 'Role/editor', 'user:mara'),
      ]).severity;
    expect([severityOf('uploader'), severityOf('web')]).toEqual(['high', 'low']);
  });
});
