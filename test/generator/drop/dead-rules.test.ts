import { describe, expect, it } from 'vitest';
import { inertRules } from '../../../src/analyzer/checks/hygiene/inert.ts';
import type { Draft } from '../../../src/model/proposal.ts';
import type { Role } from '../../../src/model/role.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { draftsOf } from '../drafts.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule, whole } from '../snapshot.ts';

function dropsFor(own: Role, ...bound: ReturnType<typeof binding>[]): Draft[] {
  const access = accessTo([own], bound, whole);
  return draftsOf(access, 'drop', { whyInert: inertRules(access.snapshot.discovery) });
}

/** What is left of the rules of a Role in namespace clinic. */
function left(rules: readonly Rule[]): unknown {
  const [draft] = dropsFor(role('clinic', 'nurse', rules), binding('clinic', 'ward', 'Role/nurse', 'user:kim'));
  const [edited] = draft?.creates ?? [];
  return edited && 'rules' in edited ? edited.rules : draft?.removes;
}

describe('rules that nobody can use', () => {
  it.each<[string, Rule[], unknown]>([
    ['a resource that the API does not serve', [rule('get', 'pods podz')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
    [
      'a resource in the wrong group',
      [rule('get', 'pods'), rule('get', 'deployments')],
      [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    ],
    [
      'a group that has none of them',
      [rule('get', 'pods', { groups: 'core apps' })],
      [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    ],
    ['a verb that is a slip', [rule('get lists', 'pods')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
    ['a resource outside namespaces', [rule('get', 'pods nodes')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
    ['URLs in a Role', [rule('get', 'pods'), urlRule('get', '/metrics')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
    [
      'names that are patterns',
      [rule('get', 'pods', { names: 'web app-*' })],
      [{ apiGroups: [''], resourceNames: ['web'], resources: ['pods'], verbs: ['get'] }],
    ],
    [
      'a rule that another one covers',
      [rule('get list', 'pods'), rule('list', 'pods', { names: 'web' })],
      [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    ],
    ['a rule that is there twice', [rule('get', 'pods'), rule('get', 'pods')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
    ['an empty rule', [rule('get', 'pods'), rule('', 'pods')], [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]],
  ])('%s goes', (_, rules, expected) => {
    expect(left(rules)).toEqual(expected);
  });

  it.each<[string, Rule[]]>([
    ['verbs that one resource of a rule does not have, since that is how rules are written', [rule('get list watch', 'pods pods/log')]],
    ['products of groups and resources of which some exist', [rule('get', 'pods deployments', { groups: 'core apps' })]],
    ['verbs that nobody knows: others may ask for them', [rule('chart', 'pods')]],
    ['creating by name, which an update that creates asks for', [rule('create patch', 'pods', { names: 'web' })]],
    ['finalizers, which are asked for on behalf of owners', [rule('update', 'deployments/finalizers', { groups: 'apps' })]],
  ])('%s stay', (_, rules) => {
    expect(left(rules)).toBeUndefined();
  });

  it('never leave a rule for every name where its names go', () => {
    expect(left([rule('get', 'pods'), rule('list', 'pods', { names: 'app-*' })])).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ]);
  });

  it('go with their role and its bindings where nothing is left', () => {
    expect(left([rule('get', 'podz')])).toEqual([
      { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' },
      { kind: 'Role', namespace: 'clinic', name: 'nurse' },
    ]);
    expect(left([])).toHaveLength(2);
  });
});

describe('a role with dead rules', () => {
  const dead = [rule('get', 'pods'), rule('get', 'podz')];

  it('is edited under its name, with its labels, and nothing else is touched', () => {
    const [draft] = dropsFor(
      role('clinic', 'nurse', dead, {
        ...labelled('team', 'ward'),
        annotations: new Map([
          ['note', 'of spring'],
          ['kubectl.kubernetes.io/last-applied-configuration', '{}'],
        ]),
      }),
      binding('clinic', 'ward', 'Role/nurse', 'user:kim'),
    );
    const nurse = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
    expect(draft).toMatchObject({
      id: 'drop/Role/clinic/nurse',
      replaces: [nurse],
      removes: [nurse],
      subjects: [{ kind: 'User', name: 'kim' }],
    });
    expect(draft?.creates[0]?.metadata).toEqual({
      annotations: { note: 'of spring' },
      labels: { team: 'ward' },
      name: 'nurse',
      namespace: 'clinic',
    });
    expect(draft?.why).toEqual([
      'Role/nurse in clinic rules[1]: resource podz can match nothing: core has no such resource; perhaps pods is meant',
    ]);
  });

  it('keeps what counts outside namespaces where a ClusterRoleBinding gives it', () => {
    const wide = role(undefined, 'nurse', [rule('get', 'pods nodes'), urlRule('get', '/metrics')]);
    const local = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim');
    expect(dropsFor(wide, local, binding(undefined, 'ward', 'ClusterRole/nurse', 'user:lee'))).toEqual([]);
    expect(dropsFor(wide, local)).toHaveLength(1);
  });

  it.each<[string, Role[]]>([
    ['is one of Kubernetes', [role(undefined, 'edit', dead)]],
    [
      'feeds an aggregated one',
      [
        role(undefined, 'nurse', dead, labelled('ward', 'north')),
        role(undefined, 'north', [rule('get', 'pods'), rule('get', 'podz')], selecting('ward', 'north')),
      ],
    ],
    [
      'is labelled to feed one that is not there',
      [role(undefined, 'nurse', dead, labelled('rbac.authorization.k8s.io/aggregate-to-view', 'true'))],
    ],
    ['is aggregated itself', [role(undefined, 'nurse', dead, selecting('ward', 'north'))]],
  ])('stays as it is where it %s', (_, roles) => {
    const access = accessTo(roles, [binding('clinic', 'ward', `ClusterRole/${roles[0]?.name}`, 'user:kim')], whole);
    const drafts = draftsOf(access, 'drop', { whyInert: inertRules(access.snapshot.discovery) });
    expect(drafts.filter(({ replaces }) => replaces[0]?.name === roles[0]?.name)).toEqual([]);
  });

  it('stays as it is where Kubernetes itself gives it to somebody too', () => {
    const access = accessTo(
      [role('clinic', 'nurse', dead)],
      [binding('clinic', 'ward', 'Role/nurse', 'user:kim'), binding('clinic', 'own', 'Role/nurse', 'user:kubelet')],
      whole,
    );
    const options = {
      whyInert: inertRules(access.snapshot.discovery),
      isExpected: (_: unknown, __: unknown, { name }: { name: string }) => name === 'kubelet',
    };
    expect(draftsOf(access, 'drop', options)).toEqual([]);
  });
});
