import { describe, expect, it } from 'vitest';
import { canI, reasonText } from '../../../src/analyzer/questions/can-i.ts';
import { accessTo, clusterRole, clusterRoleBinding, role, roleBinding } from '../snapshot.ts';

const pods = { apiGroups: [''], resources: ['pods'] };
const access = accessTo(
  [
    clusterRole('reader', { verbs: ['list'], ...pods }, { verbs: ['get'], ...pods }),
    role('shop', 'reader', { verbs: ['get'], ...pods }),
    clusterRoleBinding('auditors', 'ClusterRole/reader', 'group:auditors'),
    roleBinding('shop', 'readers', 'Role/reader', 'user:ines', 'sa:shop/checkout'),
  ],
  { input: 'cluster' },
);
const getPods = { verb: 'get', group: '', resource: 'pods', subresource: '', name: '', namespace: 'shop' };

describe('can someone do something', () => {
  it('yes, with every reason: cluster-wide first, groups named', () => {
    expect(canI(access, { user: 'ines', groups: ['auditors'] }, getPods)).toEqual({
      allowed: true,
      via: [
        {
          scope: '*',
          binding: { kind: 'ClusterRoleBinding', name: 'auditors' },
          role: { kind: 'ClusterRole', name: 'reader' },
          rule: 1,
          group: 'auditors',
        },
        {
          scope: 'shop',
          binding: { kind: 'RoleBinding', namespace: 'shop', name: 'readers' },
          role: { kind: 'Role', namespace: 'shop', name: 'reader' },
          rule: 0,
        },
      ],
    });
  });

  it('yes for system:masters, which is built in', () => {
    expect(canI(access, { user: 'wen', groups: ['system:masters'] }, getPods)).toEqual({
      allowed: true,
      via: [{ scope: '*', builtin: 'system:masters' }],
    });
    expect(canI(access, { user: 'ines', groups: ['system:masters'] }, getPods)).toMatchObject({
      via: [{ builtin: 'system:masters' }, { scope: 'shop' }],
    });
  });

  it('no, with what comes nearest', () => {
    expect(canI(access, { user: 'ines', groups: [] }, { ...getPods, namespace: 'clinic' })).toMatchObject({
      allowed: false,
      nearest: [{ differs: 'namespace' }],
    });
  });

  it('no group is added to those given', () => {
    const everyone = accessTo(
      [clusterRole('reader', { verbs: ['get'], ...pods }), clusterRoleBinding('all', 'ClusterRole/reader', 'group:system:authenticated')],
      {
        input: 'cluster',
      },
    );
    expect(canI(everyone, { user: 'ines', groups: [] }, getPods).allowed).toBe(false);
    expect(canI(everyone, { user: 'ines', groups: ['system:authenticated'] }, getPods).allowed).toBe(true);
  });
});

describe('the reason in the words of the API server', () => {
  it.each([
    ['ines', [], 'RBAC: allowed by RoleBinding "readers/shop" of Role "reader" to User "ines"'],
    [
      'system:serviceaccount:shop:checkout',
      [],
      'RBAC: allowed by RoleBinding "readers/shop" of Role "reader" to ServiceAccount "checkout/shop"',
    ],
    ['wen', ['auditors'], 'RBAC: allowed by ClusterRoleBinding "auditors" of ClusterRole "reader" to Group "auditors"'],
    ['wen', [], ''],
    ['wen', ['system:masters'], ''],
  ])('for %s in groups %j: %s', (user, groups, reason) => {
    expect(reasonText(access, { user, groups }, getPods)).toBe(reason);
  });
});
