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
