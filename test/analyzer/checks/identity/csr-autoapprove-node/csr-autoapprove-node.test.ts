import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'csr-autoapprove-node';
const group = { apiGroups: ['certificates.k8s.io'], verbs: ['create'] };
const joiner = clusterRole('joiner', { ...group, resources: ['certificatesigningrequests', 'certificatesigningrequests/nodeclient'] });

describe(check, () => {
  it('finds who can become a node', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA machines/joiner can become any node, without approval']);
  });

  it('is high', () => {
    expect(findingOf(check, [joiner, clusterRoleBinding('joiner', 'ClusterRole/joiner', 'user:ines')]).severity).toBe('high');
  });

  it('leaves out those who join by it, and nobody whose name is like theirs', () => {
    const heldBy = (subject: string) => findingsOf(check, [joiner, clusterRoleBinding('joiner', 'ClusterRole/joiner', subject)]).length;
    expect(heldBy('group:system:bootstrappers')).toBe(0);
    expect(heldBy('group:system:bootstrappers:kubeadm:default-node-token')).toBe(0);
    expect(heldBy('group:system:bootstrappers-of-mine')).toBe(1);
    expect(heldBy('user:system:bootstrappers')).toBe(1);
  });
});
