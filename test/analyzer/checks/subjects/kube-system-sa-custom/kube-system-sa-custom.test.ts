import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('kube-system-sa-custom', () => {
  const lister = clusterRole('lister', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] });

  it('finds critical rights that Kubernetes did not give', () => {
    expect(titlesIn('kube-system-sa-custom', 'fires')).toEqual(['SA kube-system/backup can use ClusterRole/backup in all namespaces']);
  });

  it('is as bad as the rights, and folded under the finding about them', () => {
    const objects = [lister, clusterRoleBinding('backup', 'ClusterRole/lister', 'sa:kube-system/backup')];
    const finding = findingOf('kube-system-sa-custom', objects);
    expect(finding).toMatchObject({ base: 'info', severity: 'critical' });
    expect(findingOf('secrets-list-watch', objects).implied).toContain(finding.id);
  });

  it('counts a RoleBinding in kube-system', () => {
    expect(
      findingsOf('kube-system-sa-custom', [lister, roleBinding('kube-system', 'backup', 'ClusterRole/lister', 'sa:kube-system/backup')]),
    ).toHaveLength(1);
    expect(
      findingsOf('kube-system-sa-custom', [lister, roleBinding('shop', 'backup', 'ClusterRole/lister', 'sa:kube-system/backup')]),
    ).toEqual([]);
  });
});
