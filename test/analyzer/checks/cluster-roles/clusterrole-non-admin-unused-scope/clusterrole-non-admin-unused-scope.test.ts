import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'clusterrole-non-admin-unused-scope';

describe('clusterrole-non-admin-unused-scope', () => {
  it('finds ClusterRoles of one namespace', () => {
    expect(titlesIn(check, 'fires')).toEqual(['ClusterRole stocktaker is used in shop only']);
  });

  it('passes over shared, default and aggregated roles', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('falls silent with the first ClusterRoleBinding', () => {
    const objects = [
      clusterRole('stocktaker', { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }),
      roleBinding('shop', 'first', 'ClusterRole/stocktaker', 'user:ines'),
      roleBinding('shop', 'second', 'ClusterRole/stocktaker', 'user:tomas'),
    ];
    expect(findingOf(check, objects)).toMatchObject({
      severity: 'info',
      scope: 'shop',
      object: { kind: 'ClusterRole', name: 'stocktaker' },
    });
    expect(findingsOf(check, [...objects, clusterRoleBinding('all', 'ClusterRole/stocktaker', 'user:mara')])).toEqual([]);
  });
});
