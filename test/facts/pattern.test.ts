import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingPattern, globMatcher, objectMatcher, rolePattern, subjectMatcher, subjectPattern } from '../../src/facts/pattern.ts';
import type { Subject } from '../../src/model/subject.ts';

describe('a glob', () => {
  it.each([
    ['shop', 'shop', true],
    ['shop', 'shops', false],
    ['sh*', 'shop', true],
    ['sh*', 'sh', true],
    ['*op', 'shop', true],
    ['s*p', 'shop', true],
    ['s*o*p', 'shop', true],
    ['s*o*o*p', 'shop', false],
    ['sho*hop', 'shop', false],
    ['*', '', true],
    ['', 'shop', false],
    ['a*', 'team/a', false],
    ['*/a', 'team/a', true],
    ['s?op', 'shop', false],
    ['[s]hop', 'shop', false],
    ['s.op', 'shop', false],
  ])('%j on %j is %j', (glob, text, expected) => {
    expect(globMatcher(glob)(text)).toBe(expected);
  });

  it('means what a regular expression would mean', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (glob, text) => {
        expect(globMatcher(glob)(text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });

  it('is answered at once, whatever was written', () => {
    expect(globMatcher('*a'.repeat(5000))('a'.repeat(4999))).toBe(false);
  });
});

describe('a pattern for subjects', () => {
  const jane: Subject = { kind: 'User', name: 'jane' };
  const checkout: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };

  it('means one kind of subject', () => {
    expect(subjectMatcher('user:jane')(jane)).toBe(true);
    expect(subjectMatcher('group:jane')(jane)).toBe(false);
    expect(subjectMatcher('user:*')(checkout)).toBe(false);
  });

  it('means a ServiceAccount by namespace and name', () => {
    expect(subjectMatcher('sa:shop/checkout')(checkout)).toBe(true);
    expect(subjectMatcher('sa:shop/*')(checkout)).toBe(true);
    expect(subjectMatcher('sa:*/checkout')(checkout)).toBe(true);
    expect(subjectMatcher('sa:clinic/checkout')(checkout)).toBe(false);
  });

  it('takes colons and slashes in the names of users and groups', () => {
    expect(subjectMatcher('group:oidc:team/*')({ kind: 'Group', name: 'oidc:team/a' })).toBe(true);
  });

  it.each(['user:jane', 'group:oidc:ops-*', 'sa:shop/*', 'sa:*/*', 'user:system:anonymous'])('may be %s', (pattern) => {
    expect(pattern).toMatch(subjectPattern);
  });

  it.each(['jane', 'sa:checkout', 'sa:shop/', 'group:', 'serviceaccount:shop/checkout', 'user:system:serviceaccount:shop:checkout', '*'])(
    'is not %s',
    (text) => {
      expect(text).not.toMatch(subjectPattern);
    },
  );
});

describe('a pattern for roles and bindings', () => {
  it('means objects of one kind, in any namespace or in one', () => {
    const deployer = { kind: 'Role', namespace: 'shop', name: 'deployer' };
    expect(objectMatcher('Role/deployer')(deployer)).toBe(true);
    expect(objectMatcher('Role/shop/dep*')(deployer)).toBe(true);
    expect(objectMatcher('Role/clinic/deployer')(deployer)).toBe(false);
    expect(objectMatcher('ClusterRole/deployer')(deployer)).toBe(false);
    expect(objectMatcher('ClusterRole/edit')({ kind: 'ClusterRole', name: 'edit' })).toBe(true);
  });

  it('names the kind, and a namespace only where there is one', () => {
    for (const text of ['Role/deployer', 'Role/shop/*', 'ClusterRole/*']) expect(text).toMatch(rolePattern);
    for (const text of ['deployer', 'ClusterRole/shop/edit', 'role/deployer', 'RoleBinding/devs']) expect(text).not.toMatch(rolePattern);
    for (const text of ['RoleBinding/devs', 'RoleBinding/shop/devs', 'ClusterRoleBinding/ci']) expect(text).toMatch(bindingPattern);
    for (const text of ['devs', 'ClusterRoleBinding/shop/ci', 'Role/deployer']) expect(text).not.toMatch(bindingPattern);
  });
});
