import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('storage-write', () => {
  it.each([
    ['storageclass-write', 'SA storage/driver can decide how volumes are provisioned in all namespaces'],
    ['volumeattachments-write', 'SA storage/driver can attach volumes to nodes in all namespaces'],
    ['volumesnapshotcontents-write', 'SA storage/driver can make the snapshots of any volume its own in all namespaces'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it.each([
    ['storageclass-write', 'storage.k8s.io', 'storageclasses', 'can delete StorageClasses'],
    ['volumeattachments-write', 'storage.k8s.io', 'volumeattachments', 'can detach volumes from nodes'],
    ['volumesnapshotcontents-write', 'snapshot.storage.k8s.io', 'volumesnapshotcontents', 'can delete the snapshots of any volume'],
  ])('%s counts deleting, and says what that does', (id, group, resource, statement) => {
    for (const verb of ['delete', 'deletecollection']) {
      const cleaner = clusterRole('cleaner', { apiGroups: [group], resources: [resource], verbs: [verb] });
      const finding = findingOf(id, [cleaner, clusterRoleBinding('cleaner', 'ClusterRole/cleaner', 'user:ines')]);
      expect([finding.statement, finding.severity]).toEqual([statement, 'medium']);
    }
  });

  it('knows that snapshot contents lie outside namespaces, though no table says so', () => {
    const writer = clusterRole('writer', {
      apiGroups: ['snapshot.storage.k8s.io'],
      resources: ['volumesnapshotcontents'],
      verbs: ['patch'],
    });
    const local = roleBinding('storage', 'writer', 'ClusterRole/writer', 'user:ines');
    expect(findingsOf('volumesnapshotcontents-write', [writer, local])).toEqual([]);
    const everywhere = clusterRoleBinding('writer', 'ClusterRole/writer', 'user:ines');
    expect(findingOf('volumesnapshotcontents-write', [writer, everywhere]).severity).toBe('medium');
  });
});
