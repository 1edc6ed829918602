import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'dra-write';
const claims = clusterRole('claims', { apiGroups: ['resource.k8s.io'], resources: ['resourceclaimtemplates'], verbs: ['create'] });
const open: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'devices', labels: { 'resource.kubernetes.io/admin-access': 'true' } },
};

describe('dra-write', () => {
  it('finds drivers that report for any node, and claims with adminAccess', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA devices/driver can reach devices that belong to others in all namespaces',
      'User ines can reach devices that belong to others in devices',
    ]);
  });

  it('takes making claims for a risk only where a namespace allows adminAccess', () => {
    const everywhere = [claims, clusterRoleBinding('claims', 'ClusterRole/claims', 'user:ines')];
    const inShop = [claims, roleBinding('shop', 'claims', 'ClusterRole/claims', 'user:ines')];
    expect(findingsOf(check, everywhere)).toEqual([]);
    expect(findingOf(check, [...everywhere, open]).severity).toBe('medium');
    expect(findingsOf(check, [...inShop, open])).toEqual([]);
  });

  it('counts who can give a namespace the label', () => {
    const relabel = clusterRole('relabel', { apiGroups: [''], resources: ['namespaces'], verbs: ['patch'] });
    const inShop = [claims, relabel, roleBinding('shop', 'claims', 'ClusterRole/claims', 'user:ines')];
    const { severity, scope } = findingOf(check, [...inShop, roleBinding('shop', 'relabel', 'ClusterRole/relabel', 'user:ines')]);
    expect([severity, scope]).toEqual(['medium', 'shop']);
    expect(findingsOf(check, [...inShop, roleBinding('clinic', 'relabel', 'ClusterRole/relabel', 'user:ines')])).toEqual([]);
  });

  it('counts claims that server-side apply makes, and the label of 1.33', () => {
    const rule = { apiGroups: ['resource.k8s.io'], resources: ['resourceclaims'], resourceNames: ['gpu'] };
    const former = { ...open, metadata: { name: 'devices', labels: { 'resource.k8s.io/admin-access': 'true' } } };
    const found = (...verbs: string[]) => [
      clusterRole('claims', { ...rule, verbs }),
      roleBinding('devices', 'claims', 'ClusterRole/claims', 'user:ines'),
      former,
    ];
    expect(findingOf(check, found('create', 'patch')).severity).toBe('low');
    expect(findingsOf(check, found('create', 'update'))).toEqual([]);
  });
});
