import { describe, expect, it } from 'vitest';
import { isAnonymous, isAuthenticated, serviceAccountsOf } from '../../../src/analyzer/access/audience.ts';
import type { Subject } from '../../../src/model/subject.ts';

const group = (name: string): Subject => ({ kind: 'Group', name });
const user = (name: string): Subject => ({ kind: 'User', name });

describe('whom a subject stands for', () => {
  it('is anybody, logged in or not, by the kind and the whole name', () => {
    expect([user('system:anonymous'), group('system:unauthenticated')].map(isAnonymous)).toEqual([true, true]);
    expect([group('system:anonymous'), user('system:unauthenticated'), group('oncall')].map(isAnonymous)).toEqual([false, false, false]);
    expect([group('system:authenticated'), user('system:authenticated')].map(isAuthenticated)).toEqual([true, false]);
  });

  it.each([
    [group('system:serviceaccounts'), '*'],
    [group('system:serviceaccounts:shop'), 'shop'],
    [group('system:serviceaccountsfoo'), undefined],
    [user('system:serviceaccounts'), undefined],
  ])('is the ServiceAccounts of %j: %s', (subject, accounts) => {
    expect(serviceAccountsOf(subject)).toBe(accounts);
  });
});
