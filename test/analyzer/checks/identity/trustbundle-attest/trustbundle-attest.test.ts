import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'trustbundle-attest';
const group = { apiGroups: ['certificates.k8s.io'] };
const trust = clusterRole(
  'trust',
  { ...group, resources: ['clustertrustbundles'], verbs: ['update'] },
  { ...group, resources: ['signers'], verbs: ['attest'] },
);

describe(check, () => {
  it('finds who can say whom to trust', () => {
    const title = 'SA certificates/trust can say which authorities the clients of signers trust (only example.com/shop) in all namespaces';
    expect(titlesIn(check, 'fires')).toEqual([title]);
  });

  it('is medium, and nothing through a RoleBinding, also where no table knows the bundles', () => {
    expect(findingOf(check, [trust, clusterRoleBinding('trust', 'ClusterRole/trust', 'user:ines')]).severity).toBe('medium');
    const local = roleBinding('shop', 'trust', 'ClusterRole/trust', 'user:ines');
    expect(findingsOf(check, [trust, local], { kubernetesVersion: '1.20' })).toEqual([]);
  });
});
