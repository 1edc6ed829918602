import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('default-sa-binding', () => {
  it('finds the default ServiceAccount', () => {
    expect(titlesIn('default-sa-binding', 'fires')).toEqual(['SA shop/default can use Role/reader in shop']);
  });

  it('is at least medium, and as bad as what the role grants', () => {
    const severityOf = (resource: string) =>
      findingOf('default-sa-binding', [
        role('shop', 'reader', { apiGroups: [''], resources: [resource], verbs: ['get'] }),
        roleBinding('shop', 'reader', 'Role/reader', 'sa:shop/default'),
      ]).severity;
    expect(['services', 'secrets'].map(severityOf)).toEqual(['medium', 'critical']);
  });

  it('is folded under a risk that the same role grants', () => {
    const objects = [
      role('shop', 'reader', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }),
      roleBinding('shop', 'reader', 'Role/reader', 'sa:shop/default'),
    ];
    expect(findingOf('secrets-read', objects).implied).toContain(findingOf('default-sa-binding', objects).id);
  });
});
