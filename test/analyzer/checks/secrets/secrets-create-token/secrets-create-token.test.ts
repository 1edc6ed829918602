import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'secrets-create-token';
const secrets = { apiGroups: [''], resources: ['secrets'] };
const maker = (namespace: string): KubernetesObject[] => [
  role(namespace, 'maker', { ...secrets, verbs: ['create'] }),
  roleBinding(namespace, 'maker', 'Role/maker', 'user:ines'),
];

describe('secrets-create-token', () => {
  it('joins what a subject has through roles and groups', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/release can have a token made for any ServiceAccount, without expiry in shop']);
  });

  it('shows every grant that is needed', () => {
    const objects = [...maker('shop'), role('shop', 'runner', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] })];
    const { evidence, severity } = findingOf(check, [...objects, roleBinding('shop', 'runner', 'Role/runner', 'user:ines')]);
    expect(evidence.map(({ role }) => role?.name)).toEqual(['maker', 'runner']);
    expect(severity).toBe('high');
  });

  it('joins a cluster-wide half with one in a namespace, there', () => {
    const reader = clusterRole('reader', { ...secrets, verbs: ['list'] });
    const found = findingsOf(check, [...maker('shop'), reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines')]);
    expect(found.map(({ scope }) => scope)).toEqual(['shop']);
  });

  it('is one finding where both halves hold everywhere', () => {
    const both = clusterRole('both', { ...secrets, verbs: ['create', 'get'] });
    const found = findingsOf(check, [
      both,
      clusterRoleBinding('both', 'ClusterRole/both', 'user:ines'),
      roleBinding('shop', 'both', 'ClusterRole/both', 'user:ines'),
    ]);
    expect(found.map(({ scope, severity }) => [scope, severity])).toEqual([
      ['*', 'critical'],
      ['shop', 'high'],
    ]);
    expect(found[0]?.implied).toContain(found[1]?.id);
  });

  it('makes a named Secret by server-side apply, which takes patch and create of the same name', () => {
    const keeper = (verbs: string[], other = 'shop-tls') => [
      role('shop', 'keeper', { ...secrets, verbs, resourceNames: ['shop-tls'] }, { ...secrets, verbs: ['patch'], resourceNames: [other] }),
      roleBinding('shop', 'keeper', 'Role/keeper', 'user:ines'),
    ];
    expect(findingOf(check, keeper(['create', 'get'])).severity).toBe('medium');
    expect(findingsOf(check, keeper(['create', 'get'], 'shop-password'))).toEqual([]);
    expect(findingsOf(check, keeper(['create']))).toEqual([]);
  });

  it('needs both halves of one subject', () => {
    const reader = role('shop', 'reader', { ...secrets, verbs: ['get'] });
    expect(findingsOf(check, [...maker('shop'), reader, roleBinding('shop', 'reader', 'Role/reader', 'user:jonas')])).toEqual([]);
  });

  it('is a step milder where only certain Secrets can be read: the token has to be made under one of these names', () => {
    const reader = role('shop', 'reader', { ...secrets, verbs: ['get', 'update'], resourceNames: ['shop-ca'] });
    const objects = [...maker('shop'), reader, roleBinding('shop', 'reader', 'Role/reader', 'user:ines')];
    const { severity, statement } = findingOf(check, objects);
    expect([severity, statement]).toEqual(['medium', 'can have a token made for any ServiceAccount, without expiry, as shop-ca']);
    const runner = role('shop', 'runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] });
    expect(findingOf(check, [...objects, runner, roleBinding('shop', 'runner', 'Role/runner', 'user:ines')]).severity).toBe('high');
  });

  it.each(['create', 'update', 'patch'])('counts %s of a workload, whose pods mount the Secret', (verb) => {
    const objects = [
      role(
        'shop',
        'deployer',
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: [verb] },
      ),
      roleBinding('shop', 'deployer', 'Role/deployer', 'user:mara'),
    ];
    expect(findingOf('secrets-create-token', objects).severity).toBe('high');
  });

  it.each([
    ['an operator', { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }],
    ['a workload of a certain name', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'], resourceNames: ['till'] }],
    ['a pod by server-side apply', { apiGroups: [''], resources: ['pods'], verbs: ['create', 'patch'], resourceNames: ['till-0'] }],
  ])('counts pods through %s, which mount any Secret', (_what, rule) => {
    const runner = [role('shop', 'runner', rule), roleBinding('shop', 'runner', 'Role/runner', 'user:ines')];
    const { severity, statement } = findingOf(check, [...maker('shop'), ...runner]);
    expect([severity, statement]).toEqual(['high', 'can have a token made for any ServiceAccount, without expiry']);
    const applier = [
      role('shop', 'applier', { ...secrets, verbs: ['create', 'patch'], resourceNames: ['shop-tls'] }),
      roleBinding('shop', 'applier', 'Role/applier', 'user:ines'),
    ];
    expect(findingOf(check, [...applier, ...runner]).severity).toBe('medium');
  });

  it('says nothing of Kubernetes’ own controllers where everybody may create Secrets', () => {
    const objects = [
      role('shop', 'maker', { apiGroups: [''], resources: ['secrets'], verbs: ['create'] }),
      roleBinding('shop', 'maker', 'Role/maker', 'group:system:authenticated'),
    ];
    expect(findingsOf('secrets-create-token', objects)).toEqual([]);
  });
});
