import { describe, expect, it } from 'vitest';
import { clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('default-role-cluster-wide', () => {
  it.each([
    ['admin-bound-cluster-wide', 'critical', 'Group platform is admin of every namespace'],
    ['edit-bound-cluster-wide', 'high', 'Group developers can edit everything in every namespace'],
    ['view-bound-cluster-wide', 'low', 'Group auditors can view every namespace'],
  ])('%s is %s', (id, severity, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
    const name = id.split('-')[0];
    expect(findingOf(id, [clusterRoleBinding('people', `ClusterRole/${name}`, 'group:people')]).severity).toBe(severity);
  });

  it('folds what is no worse and comes of the same role', () => {
    const objects = [clusterRoleBinding('people', 'ClusterRole/admin', 'group:people')];
    expect(findingOf('admin-bound-cluster-wide', objects).implied).toContain(findingOf('secrets-list-watch', objects).id);
  });
});
