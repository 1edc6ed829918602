import { describe, expect, it } from 'vitest';
import { drafted } from '../../src/generator/propose.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Draft } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { draftsOf } from './drafts.ts';
import { accessTo, binding, labelled, role, rule, urlRule } from './snapshot.ts';
import { titles } from './titles.ts';

const reading = [rule('get list', 'pods services')];
const inOtherWords = [rule('list get', 'services'), rule('get', 'pods'), rule('list', 'pods')];

function draftsFor(roles: readonly Role[], bindings: readonly Binding[]): Draft[] {
  return draftsOf(accessTo(roles, bindings), 'factor');
}

function inNamespaces(...namespaces: string[]): [Role[], Binding[]] {
  return [
    namespaces.map((one) => role(one, 'nurse', reading)),
    namespaces.map((one) => binding(one, 'ward', 'Role/nurse', `group:${one}`)),
  ];
}

describe('Roles of one namespace that hold the same', () => {
  const roles = [role('clinic', 'nurse', reading), role('clinic', 'porter', inOtherWords)];
  const bindings = [binding('clinic', 'a', 'Role/nurse', 'user:kim'), binding('clinic', 'b', 'Role/porter', 'user:lee')];
  const [draft, ...others] = draftsFor(roles, bindings);

  it('become the first of them, however their rules are written', () => {
    expect(others).toEqual([]);
    expect(draft?.creates).toMatchObject([
      {
        kind: 'RoleBinding',
        metadata: { name: 'b-shared', namespace: 'clinic', labels: { 'rbac-audit/factored-from': 'b' } },
        roleRef: { kind: 'Role', name: 'nurse' },
        subjects: [{ name: 'lee' }],
      },
    ]);
    expect(draft?.removes).toEqual([
      { kind: 'RoleBinding', namespace: 'clinic', name: 'b' },
      { kind: 'Role', namespace: 'clinic', name: 'porter' },
    ]);
    expect(draft).toMatchObject({
      id: 'factor/Role/clinic/porter',
      why: ['Role/porter in clinic holds the same rules as Role/nurse in clinic'],
    });
  });

  it('stay by themselves: they may be of different owners', () => {
    expect(drafted(accessTo(roles, bindings), { isExpected: () => false })).toEqual([]);
  });
});

describe('Roles of three or more namespaces that hold the same', () => {
  const [draft] = draftsFor(...inNamespaces('clinic', 'shop', 'lab'));

  it('become one ClusterRole with a RoleBinding in each, never a ClusterRoleBinding', () => {
    expect(titles(draft?.creates ?? [])).toEqual([
      'ClusterRole nurse',
      'RoleBinding clinic/ward-shared',
      'RoleBinding lab/ward-shared',
      'RoleBinding shop/ward-shared',
    ]);
    expect(draft?.removes.filter(({ kind }) => kind === 'Role')).toHaveLength(3);
  });

  it('of two stay', () => {
    expect(draftsFor(...inNamespaces('clinic', 'shop'))).toEqual([]);
  });

  it('become an existing ClusterRole where there is one', () => {
    const [roles, bindings] = inNamespaces('clinic', 'shop', 'lab');
    const all = role(undefined, 'all-nurses', inOtherWords);
    const [onto] = draftsFor([all, ...roles], [binding(undefined, 'x', 'ClusterRole/all-nurses', 'user:lee'), ...bindings]);
    expect(titles(onto?.creates ?? []).filter((title) => title.startsWith('Cluster'))).toEqual([]);
    expect(onto?.creates).toMatchObject(Array(3).fill({ roleRef: { kind: 'ClusterRole', name: 'all-nurses' } }));
  });

  it('pass on the labels that all of them have, and their URLs to nobody', () => {
    const roles = ['clinic', 'shop', 'lab'].map((one) =>
      role(one, 'nurse', [...reading, urlRule('get', '/metrics')], {
        labels: new Map([
          ['team', 'ward'],
          ['site', one],
        ]),
      }),
    );
    const [shared] = draftsFor(roles, inNamespaces('clinic', 'shop', 'lab')[1]);
    expect(shared?.creates[0]?.metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'rbac-audit',
      'rbac-audit/factored-from': 'nurse',
      team: 'ward',
    });
    expect(shared?.creates[0]).toMatchObject({ rules: [{ resources: ['pods', 'services'] }] });
  });

  it('stay where an aggregated ClusterRole would take the new one', () => {
    const [roles, bindings] = inNamespaces('clinic', 'shop', 'lab');
    const open = role(undefined, 'open', [], { aggregation: [{ matchLabels: new Map(), matchExpressions: [] }] });
    expect(draftsFor([...roles, open], bindings)).toEqual([]);
  });
});

describe('ClusterRoles that hold the same', () => {
  it('become the first of them, bound as they were', () => {
    const roles = [role(undefined, 'nurse', reading), role(undefined, 'porter', reading)];
    const bindings = [
      binding(undefined, 'a', 'ClusterRole/nurse', 'user:kim'),
      binding(undefined, 'b', 'ClusterRole/porter', 'user:lee'),
      binding('clinic', 'c', 'ClusterRole/porter', 'user:amy'),
    ];
    const [draft] = draftsFor(roles, bindings);
    expect(titles(draft?.creates ?? [])).toEqual(['ClusterRoleBinding b-shared', 'RoleBinding clinic/c-shared']);
  });
});

describe('what is not factored', () => {
  it.each<[string, Role[], Binding[]]>([
    [
      'roles that differ in a name',
      [role('clinic', 'a', [rule('get', 'pods', { names: 'web' })]), role('clinic', 'b', [rule('get', 'pods')])],
      [],
    ],
    ["Kubernetes' own", [role(undefined, 'view', reading), role(undefined, 'edit', reading)], []],
    [
      'roles that feed others',
      [role(undefined, 'a', reading), role(undefined, 'b', reading, labelled('rbac.authorization.k8s.io/aggregate-to-view', 'true'))],
      [],
    ],
    ['roles without rules', [role('clinic', 'a', []), role('clinic', 'b', [])], []],
  ])('%s', (_, roles) => {
    const bindings = roles.map(({ kind, namespace, name }) => binding(namespace, `${name}s`, `${kind}/${name}`, 'user:kim'));
    expect(draftsFor(roles, bindings)).toEqual([]);
  });

  it('roles that nobody is bound to', () => {
    expect(
      draftsFor([role('clinic', 'a', reading), role('clinic', 'b', reading)], [binding('clinic', 'as', 'Role/a', 'user:kim')]),
    ).toEqual([]);
  });
});
