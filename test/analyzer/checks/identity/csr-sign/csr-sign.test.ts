import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'csr-sign';

describe(check, () => {
  it('finds who can issue certificates', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA certificates/signer can issue certificates to those who ask for them']);
  });

  it.each([
    [[], 'high'],
    [['kubernetes.io/kubelet-serving'], 'high'],
    [['example.com/*', 'issuers.cert-manager.io/*'], 'medium'],
  ])('of signers %j is %s', (resourceNames, severity) => {
    const group = { apiGroups: ['certificates.k8s.io'] };
    const signer = clusterRole(
      'signer',
      { ...group, resources: ['certificatesigningrequests/status'], verbs: ['update'] },
      { ...group, resources: ['signers'], verbs: ['sign'], resourceNames },
    );
    expect(findingOf(check, [signer, clusterRoleBinding('signer', 'ClusterRole/signer', 'user:ines')]).severity).toBe(severity);
  });
});
