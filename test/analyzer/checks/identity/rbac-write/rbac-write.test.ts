import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const rbac = 'rbac.authorization.k8s.io';
const on = (resource: string, ...verbs: string[]): PolicyRule => ({ apiGroups: [rbac], resources: [resource], verbs });
const held = (...rules: PolicyRule[]) => [
  clusterRole('tenants', ...rules),
  clusterRoleBinding('tenants', 'ClusterRole/tenants', 'sa:tools/tenants'),
];

describe('rbac-write', () => {
  it.each([
    ['clusterrolebindings-write', 'SA tenants/controller can write ClusterRoleBindings'],
    ['rolebindings-write', 'SA tenants/controller can write RoleBindings in all namespaces'],
    ['clusterroles-write', 'SA tenants/controller can write ClusterRoles'],
    ['roles-write', 'SA tenants/controller can write Roles in all namespaces'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it.each(['create', 'update', 'patch'])('takes %s alone for enough', (verb) => {
    for (const resource of ['clusterroles', 'roles', 'rolebindings']) {
      expect(findingOf(`${resource}-write`, held(on(resource, verb))).severity).toBe('high');
    }
  });

  it('is medium in a namespace, high in kube-system', () => {
    const severityIn = (namespace: string) =>
      findingOf('roles-write', [
        clusterRole('tenants', on('roles', 'create')),
        roleBinding(namespace, 'tenants', 'ClusterRole/tenants', 'sa:tools/tenants'),
      ]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'high']);
  });

  it('is medium on ClusterRoleBindings for who holds little to give away, high else', () => {
    const severityWith = (...rules: PolicyRule[]) =>
      findingOf('clusterrolebindings-write', held(on('clusterrolebindings', 'create'), ...rules)).severity;
    expect(severityWith()).toBe('medium');
    expect(severityWith({ apiGroups: [''], resources: ['secrets'], verbs: ['list'] })).toBe('high');
  });

  it.each([
    ['clusterrolebindings', 'clusterroles', 'bind'],
    ['rolebindings', 'roles', 'bind'],
    ['rolebindings', 'clusterroles', 'bind'],
    ['clusterroles', 'clusterroles', 'escalate'],
    ['roles', 'roles', 'escalate'],
  ])('is not said of %s beside %s %s, which says more', (resource, other, verb) => {
    expect(findingsOf(`${resource}-write`, held(on(resource, 'update'), on(other, verb)))).toEqual([]);
    expect(findingsOf(`${verb}-roles`, held(on(resource, 'update'), on(other, verb)))).toHaveLength(1);
  });

  it('is said beside bind of named roles, which leaves what the subject holds itself', () => {
    const named = { ...on('clusterroles', 'bind'), resourceNames: ['view'] };
    expect(findingsOf('rolebindings-write', held(on('rolebindings', 'create'), named))).toHaveLength(1);
  });

  it('is a step milder for named objects', () => {
    const finding = findingOf('clusterroles-write', held({ ...on('clusterroles', 'update'), resourceNames: ['tenant'] }));
    expect(way(finding)).toEqual(['resource-names: high -> medium']);
  });

  it('of one rule is read once', () => {
    const objects = held({ ...on('roles', 'create', 'update'), resources: ['roles', 'rolebindings', 'clusterroles'] });
    const bindings = findingOf('rolebindings-write', objects);
    const others = ['clusterroles-write', 'roles-write'].map((id) => findingOf(id, objects).id);
    expect(bindings.implied).toEqual(expect.arrayContaining(others));
    const apart = held(on('roles', 'create'), on('rolebindings', 'create'));
    expect(findingOf('rolebindings-write', apart).implied).not.toContain(findingOf('roles-write', apart).id);
  });

  describe('clusterrolebindings-write beside what else somebody holds', () => {
    const bindingsWriter = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterrolebindings'], verbs: ['create'] };
    const severityWith = (writer: string, rule: PolicyRule) =>
      findingsOf('clusterrolebindings-write', [
        clusterRole('writer', bindingsWriter),
        clusterRoleBinding('writer', 'ClusterRole/writer', writer),
        clusterRole('rest', rule),
        clusterRoleBinding('rest', 'ClusterRole/rest', 'user:mara'),
      ])
        .filter(({ subject }) => subject?.name === 'mara')
        .map(({ severity }) => severity);

    it.each(['user:mara', 'group:system:authenticated'])('is high with Secrets to pass on, written by %s', (writer) => {
      expect(severityWith(writer, { apiGroups: [''], resources: ['secrets'], verbs: ['list'] })).toEqual(['high']);
    });

    it('does not count bind on certain roles, which is judged by these', () => {
      const bindView = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'], resourceNames: ['view'] };
      expect(severityWith('user:mara', bindView)).toEqual(['medium']);
    });
  });
});
