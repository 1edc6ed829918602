import { describe, expect, it } from 'vitest';
import { role, roleBinding, serviceAccount } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('unused-sa', () => {
  it('finds the ServiceAccount that no pod runs as', () => {
    expect(titlesIn('unused-sa', 'fires')).toEqual(['SA shop/import holds Role/reader, and no pod runs as it in shop']);
  });

  it('says nothing of manifests, which show a part of what runs', () => {
    expect(titlesIn('unused-sa', 'fires', { input: 'manifests' })).toEqual([]);
  });

  it('says nothing where workloads were not read', () => {
    const objects = [
      serviceAccount('shop', 'import'),
      role('shop', 'reader', { apiGroups: [''], resources: ['pods'], verbs: ['get'] }),
      roleBinding('shop', 'reader', 'Role/reader', 'sa:shop/import'),
    ];
    expect(findingsOf('unused-sa', objects, { input: 'cluster' })).toEqual([]);
  });
});
