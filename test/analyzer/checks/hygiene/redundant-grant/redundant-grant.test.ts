import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('redundant-grant', () => {
  const check = 'redundant-grant';
  const getter = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

  it('finds the narrow binding that a wide one covers', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines holds nothing more through Role/pod-getter in shop']);
  });

  it('counts what a group gives for certain', () => {
    const objects = [
      clusterRole('getter', getter),
      clusterRoleBinding('accounts', 'ClusterRole/getter', 'group:system:serviceaccounts:shop'),
      roleBinding('shop', 'checkout', 'ClusterRole/getter', 'sa:shop/checkout', 'user:ines'),
    ];
    expect(findingsOf(check, objects).map(({ subject }) => subject?.name)).toEqual(['checkout']);
  });

  it('names one of two that cover each other, so that one stays', () => {
    const objects = [
      role('shop', 'a', getter),
      role('shop', 'b', getter),
      roleBinding('shop', 'a', 'Role/a', 'user:ines'),
      roleBinding('shop', 'b', 'Role/b', 'user:ines'),
    ];
    expect(findingsOf(check, objects)).toHaveLength(1);
  });

  it('finds nothing where several together do not cover all', () => {
    const objects = [
      role('shop', 'get', getter),
      role('shop', 'both', { ...getter, verbs: ['get', 'list'] }),
      roleBinding('shop', 'both', 'Role/both', 'user:ines'),
    ];
    expect(findingsOf(check, [...objects, roleBinding('clinic', 'get', 'ClusterRole/view', 'user:ines')])).toEqual([]);
    expect(
      findingsOf(check, [...objects, roleBinding('shop', 'get', 'Role/get', 'user:ines')]).map(
        (finding) => finding.evidence[0]?.role?.name,
      ),
    ).toEqual(['get']);
  });
});
