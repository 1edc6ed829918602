import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/analyzer/access/access.ts';
import { buildAccess } from '../../../src/analyzer/access/build.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { type Subject, subjectLabel } from '../../../src/model/subject.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../snapshot.ts';

const ines: Subject = { kind: 'User', name: 'ines' };
const readPods = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };
const readSecret = { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'] };
const readMetrics = { verbs: ['get'], nonResourceURLs: ['/metrics'] };
const listPods = { verb: 'list', group: '', resource: 'pods', subresource: '' };

const clinic: KubernetesObject[] = [
  role('clinic', 'reader', readPods, readSecret),
  clusterRole('reader', readPods, readMetrics),
  roleBinding('clinic', 'nurses', 'Role/reader', 'group:nurses', 'user:ines', 'group:nurses'),
  roleBinding('shop', 'nurses', 'ClusterRole/reader', 'group:nurses'),
  clusterRoleBinding('auditors', 'ClusterRole/reader', 'user:ines'),
  clusterRoleBinding('gone', 'ClusterRole/gone', 'user:ines'),
];

function access(...more: KubernetesObject[]): Access {
  return accessTo([...clinic, ...more], { input: 'cluster' });
}

/** Grants in short: who, through which binding, by which rule, where. */
function short(grants: readonly Grant[]): string[] {
  return grants.map(({ subject, binding, rule, scope }) => `${subjectLabel(subject)} ${binding.name} rules[${rule.index}] ${scope}`);
}

describe('the access that a snapshot gives', () => {
  it('knows every bound subject once, in its one form', () => {
    const more = roleBinding('shop', 'again', 'Role/gone', 'user:system:serviceaccount:shop:checkout', 'sa:shop/checkout');
    expect(access(more).subjects.map(subjectLabel)).toEqual(['Group nurses', 'SA shop/checkout', 'User ines']);
  });

  it('knows the subjects of a binding once each', () => {
    const own = access();
    expect(own.bindings.map((binding) => own.subjectsOf(binding).map(subjectLabel))).toContainEqual(['Group nurses', 'User ines']);
  });

  it('has one object for a subject, however many bindings name it, and for a grant, however often it is asked for', () => {
    const own = access();
    const subjects = own.bindings.flatMap((binding) => own.subjectsOf(binding)).filter(({ kind }) => kind === 'User');
    expect(new Set(subjects)).toEqual(new Set([own.subjects.find(({ kind }) => kind === 'User')]));
    expect(subjects.length).toBeGreaterThan(1);
    const [grant] = own.grantsMatching(listPods);
    expect(own.grantsMatching({ ...listPods, verb: 'get' })).toContain(grant);
  });

  it('tells whom a role is given, and which roles a subject is given', () => {
    const uses = access().usesOf({ kind: 'ClusterRole', name: 'reader' });
    expect(uses.map(({ subject, scope }) => `${subjectLabel(subject)} ${scope}`)).toEqual(['User ines *', 'Group nurses shop']);
    expect(
      access()
        .usesFor(ines)
        .map(({ role, scope }) => `${role.kind} ${scope}`),
    ).toEqual(['ClusterRole *', 'Role clinic']);
    expect(access().usesFor({ kind: 'User', name: 'nobody' })).toEqual([]);
  });

  it('tells the role of a binding that it does not hold itself', () => {
    const own = access();
    const [binding] = own.bindings.filter(({ name }) => name === 'auditors');
    expect(binding && own.roleOf({ ...binding, name: 'new' })?.name).toBe('reader');
  });

  it('finds roles by kind, namespace and name', () => {
    expect(access().role({ kind: 'Role', namespace: 'clinic', name: 'reader' })?.rules).toHaveLength(2);
    expect(access().role({ kind: 'Role', namespace: 'shop', name: 'reader' })).toBeUndefined();
    expect(access().role({ kind: 'ClusterRole', name: 'reader' })?.kind).toBe('ClusterRole');
  });

  it('finds the bindings of a role and of a subject, its groups apart', () => {
    expect(
      access()
        .bindingsOf({ kind: 'ClusterRole', name: 'reader' })
        .map(({ kind }) => kind),
    ).toEqual(['ClusterRoleBinding', 'RoleBinding']);
    expect(
      access()
        .bindingsFor(ines)
        .map(({ name }) => name),
    ).toEqual(['auditors', 'gone', 'nurses']);
    expect(access().bindingsFor({ kind: 'User', name: 'nobody' })).toEqual([]);
  });

  it.each([
    ['a Role of another namespace', roleBinding('shop', 'x', 'Role/reader', 'user:wen')],
    ['a Role in a ClusterRoleBinding', clusterRoleBinding('x', 'Role/reader', 'user:wen')],
    ['a ClusterRole where a Role is meant', roleBinding('shop', 'x', 'Role/reader', 'user:wen')],
    ['a kind in another case', roleBinding('clinic', 'x', 'role/reader', 'user:wen')],
    ['a kind that is no role', clusterRoleBinding('x', 'clusterrole/reader', 'user:wen')],
  ])('resolves no roleRef to %s', (_what, binding) => {
    const own = access(binding);
    const [dangling] = own.bindingsFor({ kind: 'User', name: 'wen' });
    expect(dangling && own.roleOf(dangling)).toBeUndefined();
    expect(own.grantsOf({ kind: 'User', name: 'wen' })).toEqual([]);
  });

  it('tells what a subject is granted, one grant for each rule', () => {
    expect(short(access().grantsOf(ines))).toEqual([
      'User ines auditors rules[0] *',
      'User ines auditors rules[1] *',
      'User ines nurses rules[0] clinic',
      'User ines nurses rules[1] clinic',
    ]);
  });

  it('tells every grant that covers a pattern, limited to names or not', () => {
    expect(short(access().grantsMatching(listPods)).sort()).toEqual([
      'Group nurses nurses rules[0] clinic',
      'Group nurses nurses rules[0] shop',
      'User ines auditors rules[0] *',
      'User ines nurses rules[0] clinic',
    ]);
    expect(short(access().grantsMatching({ ...listPods, verb: 'get', resource: 'secrets' })).sort()).toEqual([
      'Group nurses nurses rules[1] clinic',
      'User ines nurses rules[1] clinic',
    ]);
  });

  it('grants URLs by ClusterRoleBindings only', () => {
    expect(short(access().grantsMatching({ verb: 'get', path: '/metrics' }))).toEqual(['User ines auditors rules[1] *']);
  });

  it('finds rules that match, bound or not', () => {
    const roles = access(role('shop', 'unbound', readPods))
      .rulesMatching(listPods)
      .map(({ role: own }) => `${own.namespace ?? ''}/${own.name}`);
    expect(roles).toEqual(['/reader', 'clinic/reader', 'shop/unbound']);
  });

  it('gives all reasons for a yes, by subject, binding and rule', () => {
    const request = { ...listPods, name: '', namespace: 'clinic' };
    expect(short(access().reasons({ user: 'ines', groups: ['nurses'] }, request))).toEqual([
      'Group nurses nurses rules[0] clinic',
      'User ines auditors rules[0] *',
      'User ines nurses rules[0] clinic',
    ]);
    expect(access().reasons({ user: 'ines', groups: ['nurses'] }, { ...request, resource: 'nodes' })).toEqual([]);
  });

  it('lets system:masters do everything, without a reason in RBAC', () => {
    const everyone = { user: 'wen', groups: ['system:masters'] };
    const request = { verb: 'delete', group: '', resource: 'nodes', subresource: '', name: 'n1', namespace: '' };
    expect(access().allows(everyone, request)).toBe(true);
    expect(access().reasons(everyone, request)).toEqual([]);
  });
});

describe('aggregation', () => {
  const aggregated = {
    ...clusterRole('monitoring', readSecret),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { monitoring: 'true' } }] },
  };
  const labelled = (name: string) => ({ ...clusterRole(name, readPods), metadata: { name, labels: { monitoring: 'true' } } });
  const monitoring = { kind: 'ClusterRole', name: 'monitoring' } as const;

  it('is computed for manifests, and each rule knows the first role that it came from', () => {
    const own = accessTo([aggregated, labelled('pods-b'), labelled('pods-a')], { input: 'manifests' });
    const found = own.role(monitoring);
    expect(found?.rules.map((rule) => rule.resources)).toEqual([['pods']]);
    expect(found?.rules.map((rule) => own.sourceOf(found, rule))).toEqual([{ kind: 'ClusterRole', name: 'pods-a' }]);
  });

  it('is taken as it stands in a whole cluster; a rule that no source has comes from nowhere', () => {
    const own = accessTo([{ ...aggregated, rules: [readSecret, readPods] }, labelled('pods-a')], { input: 'cluster' });
    const found = own.role(monitoring);
    expect(found?.rules.map((rule) => own.sourceOf(found, rule)?.name)).toEqual([undefined, 'pods-a']);
  });

  it('never has itself for a source, even where it carries the label that it selects', () => {
    const own = accessTo([{ ...aggregated, metadata: { name: 'monitoring', labels: { monitoring: 'true' } } }], { input: 'cluster' });
    const found = own.role(monitoring);
    expect(found?.rules.map((rule) => own.sourceOf(found, rule))).toEqual([undefined]);
  });

  it('has no source for a role that is not aggregated', () => {
    const own = accessTo([labelled('pods-a')], { input: 'cluster' });
    const [plain] = own.roles;
    expect(plain?.rules.map((rule) => own.sourceOf(plain, rule))).toEqual([undefined]);
  });
});

it('a RoleBinding without a namespace, which no API server has, grants nothing outside namespaces', () => {
  const { snapshot } = access();
  const bindings = snapshot.bindings.map((binding) => ({ ...binding, ...(binding.kind === 'RoleBinding' ? { namespace: '' } : {}) }));
  const request = { ...listPods, name: '', namespace: '' };
  expect(buildAccess({ ...snapshot, bindings }).allows({ user: 'wen', groups: ['nurses'] }, request)).toBe(false);
});

it('copies of a binding that differ all count', () => {
  const copies = ['wen', 'mara'].map((user) => clusterRoleBinding('auditors', 'ClusterRole/reader', `user:${user}`));
  const own = accessTo([clusterRole('reader', readPods), ...copies], { input: 'cluster' });
  const request = { ...listPods, name: '', namespace: '' };
  expect(['wen', 'mara', 'ines'].map((user) => own.allows({ user, groups: [] }, request))).toEqual([true, true, false]);
});
