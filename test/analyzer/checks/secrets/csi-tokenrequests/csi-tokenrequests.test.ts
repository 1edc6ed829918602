import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'csi-tokenrequests';
const drivers = { apiGroups: ['storage.k8s.io'], resources: ['csidrivers'], verbs: ['update'] };

describe('csi-tokenrequests', () => {
  it('finds who can write CSIDrivers', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines can have tokens of pods handed to CSI drivers in all namespaces']);
  });

  it('is medium, and low for a driver that is named', () => {
    const severityOf = (resourceNames: string[]) =>
      findingOf(check, [
        clusterRole('storage', { ...drivers, resourceNames }),
        clusterRoleBinding('storage', 'ClusterRole/storage', 'user:ines'),
      ]).severity;
    expect([severityOf([]), severityOf(['nfs.csi.k8s.io'])]).toEqual(['medium', 'low']);
  });
});
