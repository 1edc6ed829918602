import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../src/cli/subject.ts';
import { UserError } from '../../src/model/error.ts';
import { subjectArgument } from '../../src/model/subject.ts';

const checkout = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };

describe('a subject on the command line', () => {
  it.each([
    ['user:ines', { kind: 'User', name: 'ines' }],
    ['ines', { kind: 'User', name: 'ines' }],
    ['group:nurses', { kind: 'Group', name: 'nurses' }],
    ['Group:nurses', { kind: 'Group', name: 'nurses' }],
    ['sa:shop/checkout', checkout],
    ['serviceaccount:shop/checkout', checkout],
    ['system:serviceaccount:shop:checkout', checkout],
    ['user:system:serviceaccount:shop:checkout', checkout],
    ['group:system:masters', { kind: 'Group', name: 'system:masters' }],
    ['system:admin', { kind: 'User', name: 'system:admin' }],
    ['ines@clinic.example.com', { kind: 'User', name: 'ines@clinic.example.com' }],
    ['user:group:nurses', { kind: 'User', name: 'group:nurses' }],
    ['oidc:group:nurses', { kind: 'User', name: 'oidc:group:nurses' }],
    ['user:a\nb', { kind: 'User', name: 'a\nb' }],
  ])('%s', (text, subject) => {
    expect(parseSubject(text)).toEqual(subject);
  });

  it.each(['', 'user:', 'group:', 'sa:', 'sa:checkout', 'sa:/checkout', 'sa:shop/'])('is not %j', (text) => {
    expect(() => parseSubject(text)).toThrow(UserError);
  });

  it.each([
    { kind: 'User', name: 'ines' } as const,
    { kind: 'User', name: 'group:nurses' } as const,
    { kind: 'Group', name: 'system:masters' } as const,
    checkout as { kind: 'ServiceAccount'; namespace: string; name: string },
  ])('is found again from what is printed: %j', (subject) => {
    expect(parseSubject(subjectArgument(subject))).toEqual(subject);
  });
});
