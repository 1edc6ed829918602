import { describe, expect, it } from 'vitest';
import { identityOf, impliedGroups, normaliseSubject, subjectOfUser, userOf } from '../../../src/analyzer/access/identity.ts';
import type { BindingRef } from '../../../src/model/binding.ts';
import type { Subject } from '../../../src/model/subject.ts';

const checkout: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };
const inShop: BindingRef = { kind: 'RoleBinding', namespace: 'shop', name: 'any' };
const clusterWide: BindingRef = { kind: 'ClusterRoleBinding', name: 'any' };

describe('a user name', () => {
  it('of the ServiceAccount form is that ServiceAccount', () => {
    expect(subjectOfUser('system:serviceaccount:shop:checkout')).toEqual(checkout);
  });

  it.each([
    'ines',
    'system:anonymous',
    'system:serviceaccount:',
    'system:serviceaccount:shop',
    'system:serviceaccount::checkout',
    'x:system:serviceaccount:shop:checkout',
  ])('is a User otherwise: %s', (user) => {
    expect(subjectOfUser(user)).toEqual({ kind: 'User', name: user });
  });

  it.each(['ines', 'system:serviceaccount:shop:checkout', 'system:serviceaccount:shop:', 'system:serviceaccount:a:b:c', ''])(
    'is found again from its subject: %s',
    (user) => {
      expect(userOf(subjectOfUser(user))).toBe(user);
    },
  );

  it('is none for a group', () => {
    expect(userOf({ kind: 'Group', name: 'nurses' })).toBeUndefined();
  });
});

describe('the subject of a binding', () => {
  it.each([
    [{ kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' }, clusterWide],
    [{ kind: 'User', name: 'system:serviceaccount:shop:checkout' }, clusterWide],
    [{ kind: 'ServiceAccount', name: 'checkout' }, inShop],
    [{ kind: 'ServiceAccount', namespace: '', name: 'checkout' }, inShop],
    [{ kind: 'User', namespace: 'clinic', name: 'system:serviceaccount:shop:checkout' }, inShop],
  ])('has one form, however it is spelled: %j', (subject, binding) => {
    expect(normaliseSubject(subject, binding)).toEqual(checkout);
  });

  it('is one of another namespace where it says so', () => {
    expect(normaliseSubject({ kind: 'ServiceAccount', namespace: 'clinic', name: 'checkout' }, inShop)).toEqual({
      ...checkout,
      namespace: 'clinic',
    });
  });

  it('has no namespace where it is a user or a group', () => {
    expect(normaliseSubject({ kind: 'Group', namespace: 'shop', name: 'nurses' }, inShop)).toEqual({ kind: 'Group', name: 'nurses' });
  });

  it.each([
    ['of a kind that RBAC does not know', { kind: 'serviceaccount', namespace: 'shop', name: 'checkout' }, inShop],
    ['of a kind that every object has', { kind: 'constructor', name: 'checkout' }, inShop],
    ['that is a ServiceAccount of no namespace', { kind: 'ServiceAccount', name: 'checkout' }, clusterWide],
  ])('is nobody %s', (_what, subject, binding) => {
    expect(normaliseSubject(subject, binding)).toBeUndefined();
  });
});

describe('the groups that someone is in without being told', () => {
  it.each([
    ['ines', [], ['system:authenticated']],
    ['system:serviceaccount:shop:checkout', [], ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated']],
    ['system:anonymous', [], ['system:unauthenticated']],
    ['ines', ['system:unauthenticated'], []],
  ])('for %s with groups %j: %j', (user, groups, implied) => {
    expect(impliedGroups(user, groups)).toEqual(implied);
  });
});

describe('a subject as it asks', () => {
  it('has its own groups, then the implied ones, each once', () => {
    expect(identityOf({ kind: 'User', name: 'ines' }, ['nurses', 'nurses', 'system:authenticated'])).toEqual({
      user: 'ines',
      groups: ['nurses', 'system:authenticated'],
    });
    expect(identityOf(checkout)).toEqual({
      user: 'system:serviceaccount:shop:checkout',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    });
  });

  it.each([
    ['nurses', ['nurses', 'system:authenticated']],
    ['system:serviceaccounts', ['system:serviceaccounts', 'system:authenticated']],
    ['system:serviceaccounts:shop', ['system:serviceaccounts:shop', 'system:serviceaccounts', 'system:authenticated']],
    ['system:authenticated', ['system:authenticated']],
    ['system:unauthenticated', ['system:unauthenticated']],
  ])('is some member of group %s, of whom no more is known', (name, groups) => {
    expect(identityOf({ kind: 'Group', name })).toEqual({ user: '', groups });
  });
});
