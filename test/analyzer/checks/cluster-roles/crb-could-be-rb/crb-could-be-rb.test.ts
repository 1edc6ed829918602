import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('crb-could-be-rb', () => {
  it('finds a ServiceAccount that needs no ClusterRoleBinding', () => {
    expect(titlesIn('crb-could-be-rb', 'fires')).toEqual(['SA shop/checkout can use ClusterRole/reader in all namespaces']);
  });

  it('passes over cluster-scoped resources, URLs, people and RoleBindings', () => {
    expect(titlesIn('crb-could-be-rb', 'quiet')).toEqual([]);
    const reader = clusterRole(
      'reader',
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    );
    expect(findingsOf('crb-could-be-rb', [reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'sa:shop/checkout')])).toEqual([]);
  });

  it('does not take an unknown resource for one that lives in namespaces', () => {
    const reader = clusterRole('reader', { apiGroups: ['shop.example.com'], resources: ['orders'], verbs: ['get'] });
    expect(findingsOf('crb-could-be-rb', [reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'sa:shop/checkout')])).toEqual([]);
  });
});
