import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'csr-approve';
const on = (resource: string, verb: string, ...resourceNames: string[]): PolicyRule => ({
  apiGroups: ['certificates.k8s.io'],
  resources: [resource],
  verbs: [verb],
  resourceNames,
});
const held = (...rules: PolicyRule[]) => [
  clusterRole('approver', ...rules),
  clusterRoleBinding('approver', 'ClusterRole/approver', 'user:ines'),
];
const approval = on('certificatesigningrequests/approval', 'update');
const create = on('certificatesigningrequests', 'create');

describe(check, () => {
  it('finds who can approve', () => {
    const title = 'SA certificates/approver can approve certificates that others ask for (only kubernetes.io/kube-apiserver-client)';
    expect(titlesIn(check, 'fires')).toEqual([title]);
  });

  it.each([
    [[], 'high', 'critical'],
    [['kubernetes.io/kube-apiserver-client'], 'high', 'critical'],
    [['kubernetes.io/*'], 'high', 'critical'],
    [['kubernetes.io/kube-apiserver-client-kubelet'], 'high', 'high'],
    [['kubernetes.io/kubelet-serving'], 'medium', 'high'],
    [['example.com/shop'], 'medium', 'medium'],
    [['example.com/shop', 'kubernetes.io/kube-apiserver-client'], 'high', 'critical'],
  ])('of signers %j is %s, and %s beside create', (signers, alone, beside) => {
    const approve = on('signers', 'approve', ...signers);
    expect(findingOf(check, held(approve, approval)).severity).toBe(alone);
    expect(findingOf(check, held(approve, approval, create)).severity).toBe(beside);
  });

  it('counts create from another role, and shows all three', () => {
    const creator = [clusterRole('creator', create), clusterRoleBinding('creator', 'ClusterRole/creator', 'user:ines')];
    const finding = findingOf(check, [...held(on('signers', 'approve'), approval), ...creator]);
    expect(finding.title).toBe('User ines can have certificates issued as it likes');
    expect(finding.evidence.map(({ role, rule }) => `${role?.name} ${rule}`)).toEqual(['approver 0', 'approver 1', 'creator 0']);
  });

  it('is not limited by names of requests', () => {
    const named = on('certificatesigningrequests/approval', 'patch', 'mine');
    expect(findingOf(check, held(on('signers', 'approve'), named, create)).severity).toBe('critical');
  });

  it('needs both halves', () => {
    expect(findingsOf(check, held(on('signers', 'approve'), create))).toEqual([]);
    expect(findingsOf(check, held(approval, create))).toEqual([]);
  });

  it.each([
    ['approve', 'group:system:authenticated', 'user:mara'],
    ['ask', 'user:mara', 'group:system:authenticated'],
  ])('is as bad where the right to %s comes of a group', (_which, first, second) => {
    const objects = [
      clusterRole(
        'first',
        { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
        { apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve'] },
      ),
      clusterRoleBinding('first', 'ClusterRole/first', first),
      clusterRole('second', { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['create'] }),
      clusterRoleBinding('second', 'ClusterRole/second', second),
    ];
    const ofMara = findingsOf('csr-approve', objects).filter(({ subject }) => subject?.name === 'mara');
    expect(ofMara.map(({ severity }) => severity)).toEqual(['critical']);
  });
});
