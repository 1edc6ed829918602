import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('duplicate-binding', () => {
  it('finds the subject that two bindings name', () => {
    expect(titlesIn('duplicate-binding', 'fires')).toEqual(['User ines holds Role/reader through 2 bindings in shop']);
  });

  it('takes two spellings of one ServiceAccount for one', () => {
    const objects = [
      role('shop', 'reader', { apiGroups: [''], resources: ['pods'], verbs: ['get'] }),
      roleBinding('shop', 'a', 'Role/reader', 'sa:shop/checkout'),
      roleBinding('shop', 'b', 'Role/reader', 'user:system:serviceaccount:shop:checkout'),
    ];
    expect(findingsOf('duplicate-binding', objects)).toHaveLength(1);
  });

  it('passes over other subjects, roles and namespaces', () => {
    expect(titlesIn('duplicate-binding', 'quiet')).toEqual([]);
  });
});
