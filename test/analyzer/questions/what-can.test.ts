import { describe, expect, it } from 'vitest';
import { whatCan } from '../../../src/analyzer/questions/what-can.ts';
import type { WhatCan } from '../../../src/model/answer.ts';
import { accessTo, clusterRole, clusterRoleBinding, role, roleBinding } from '../snapshot.ts';

const access = accessTo(
  [
    clusterRole('reader', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
    clusterRole('empty', { verbs: ['get'], apiGroups: [], resources: ['pods'] }, { verbs: [], apiGroups: [''], resources: ['pods'] }),
    role('shop', 'mixed', { verbs: ['get'], apiGroups: [''], resources: ['services'], nonResourceURLs: ['/healthz'] }),
    clusterRoleBinding('everyone', 'ClusterRole/reader', 'group:system:authenticated'),
    clusterRoleBinding('nothing', 'ClusterRole/empty', 'user:ines'),
    roleBinding('shop', 'mixed', 'Role/mixed', 'user:ines'),
    roleBinding('clinic', 'readers', 'ClusterRole/reader', 'group:nurses'),
  ],
  { input: 'cluster' },
);
const ines = { kind: 'User', name: 'ines' } as const;

/** Where, what, and through whom. */
function short({ permissions }: WhatCan): string[] {
  return permissions.map(({ scope, rule, via }) =>
    [scope, ...rule.resources, ...rule.nonResourceURLs, via.group].filter((part) => part).join(' '),
  );
}

describe('what someone can do', () => {
  it('comes from their own bindings and from those of their groups, implied ones too', () => {
    const answer = whatCan(access, ines, ['nurses']);
    expect(answer).toMatchObject({ subject: ines, groups: ['nurses', 'system:authenticated'], superuser: false });
    expect(short(answer)).toEqual([
      '* pods system:authenticated',
      '* /metrics system:authenticated',
      'clinic pods nurses',
      'shop services',
    ]);
  });

  it('leaves out what can never match: empty lists, and URLs in a namespace', () => {
    const { permissions } = whatCan(access, ines);
    expect(permissions.find(({ via }) => via.binding.name === 'mixed')?.rule).toEqual({
      verbs: ['get'],
      apiGroups: [''],
      resources: ['services'],
      resourceNames: [],
      nonResourceURLs: [],
    });
    expect(permissions.some(({ via }) => via.binding.name === 'nothing')).toBe(false);
  });

  it('can be narrowed to one namespace, where what holds everywhere holds too', () => {
    expect(short(whatCan(access, ines, ['nurses'], 'shop'))).toEqual([
      '* pods system:authenticated',
      '* /metrics system:authenticated',
      'shop services',
    ]);
  });

  it('names no group where a group is asked for itself', () => {
    expect(short(whatCan(access, { kind: 'Group', name: 'nurses' }))).toEqual([
      '* pods system:authenticated',
      '* /metrics system:authenticated',
      'clinic pods',
    ]);
  });

  it('is everything for system:masters, which no permission shows', () => {
    expect(whatCan(access, { kind: 'Group', name: 'system:masters' })).toMatchObject({ superuser: true });
    expect(whatCan(access, ines, ['system:masters'])).toMatchObject({ superuser: true });
  });

  it('is little for somebody whom nobody named', () => {
    expect(short(whatCan(access, { kind: 'User', name: 'wen' }))).toEqual([
      '* pods system:authenticated',
      '* /metrics system:authenticated',
    ]);
    expect(whatCan(access, { kind: 'User', name: 'system:anonymous' })).toMatchObject({
      groups: ['system:unauthenticated'],
      permissions: [],
    });
  });
});
