import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn } from '../../judge.ts';

const check = 'impersonate-extra-uid';
const on = (group: string, ...resources: string[]): PolicyRule => ({ apiGroups: [group], resources, verbs: ['impersonate'] });
const held = (...rules: PolicyRule[]) => [
  clusterRole('gateway', ...rules),
  clusterRoleBinding('gateway', 'ClusterRole/gateway', 'sa:gateway/proxy'),
];

describe(check, () => {
  it('finds who can set extra fields', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA gateway/proxy can impersonate UIDs and extra fields of users in all namespaces']);
  });

  it('is low alone, medium beside a user or ServiceAccount', () => {
    const uids = on('authentication.k8s.io', 'uids');
    expect(findingOf(check, held(uids)).severity).toBe('low');
    expect(findingOf(check, held(uids, on('', 'users'))).severity).toBe('medium');
    expect(findingOf(check, held(uids, on('', 'serviceaccounts'))).severity).toBe('medium');
  });

  it('takes any key of an extra field', () => {
    expect(findingsOf(check, held(on('authentication.k8s.io', 'userextras/ward')))).toHaveLength(1);
    expect(findingsOf(check, held(on('authentication.k8s.io', '*')))).toHaveLength(1);
  });

  it('joins UIDs with users, where one of the two comes of a group', () => {
    const uids = { apiGroups: ['authentication.k8s.io'], resources: ['uids'], verbs: ['impersonate'] };
    const users = { apiGroups: [''], resources: ['users'], verbs: ['impersonate'] };
    expect(inBothOrders('impersonate-extra-uid', [uids], [users])).toEqual([['medium'], ['medium']]);
  });
});
