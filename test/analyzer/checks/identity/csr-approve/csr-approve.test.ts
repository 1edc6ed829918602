import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn } from '../../judge.ts';

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

  it('is as bad where asking or approving comes of a group', () => {
    const on = (resource: string, verb: string) => ({ apiGroups: ['certificates.k8s.io'], resources: [resource], verbs: [verb] });
    const approving = [on('certificatesigningrequests/approval', 'update'), on('signers', 'approve')];
    expect(inBothOrders('csr-approve', approving, [on('certificatesigningrequests', 'create')])).toEqual([['critical'], ['critical']]);
  });
});
