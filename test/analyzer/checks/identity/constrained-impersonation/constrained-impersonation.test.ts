import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'constrained-impersonation';
const whom = (mode: string, resource: string, ...resourceNames: string[]): PolicyRule => ({
  apiGroups: ['authentication.k8s.io'],
  resources: [resource],
  verbs: [`impersonate:${mode}`],
  resourceNames,
});
const what = (mode: string, verb: string, ...resources: string[]): PolicyRule => ({
  apiGroups: [''],
  resources,
  verbs: [`impersonate-on:${mode}:${verb}`],
});
const held = (...rules: PolicyRule[]) => [
  clusterRole('support', ...rules),
  clusterRoleBinding('support', 'ClusterRole/support', 'user:ines'),
];
const severityOf = (...rules: PolicyRule[]) => findingOf(check, held(...rules)).severity;

describe(check, () => {
  it('joins whom and what', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group support can impersonate users to list secrets in all namespaces']);
  });

  it('is as bad as what may be done', () => {
    const users = whom('user-info', 'users');
    expect(severityOf(users, what('user-info', 'list', 'secrets'))).toBe('critical');
    expect(severityOf(users, what('user-info', 'update', 'configmaps'))).toBe('medium');
    expect(severityOf(users, what('user-info', 'list', 'configmaps'))).toBe('low');
  });

  it('is no worse than the mode allows', () => {
    expect(severityOf(whom('serviceaccount', 'serviceaccounts'), what('serviceaccount', 'list', 'secrets'))).toBe('critical');
    expect(severityOf(whom('arbitrary-node', 'nodes'), what('arbitrary-node', 'list', 'secrets'))).toBe('high');
  });

  it('is medium for the node that a token is bound to, which only ServiceAccounts have', () => {
    const agent = clusterRole('agent', whom('associated-node', 'nodes'), what('associated-node', 'list', 'secrets'));
    expect(findingOf(check, [agent, clusterRoleBinding('agent', 'ClusterRole/agent', 'sa:clinic/agent')]).severity).toBe('medium');
    expect(findingsOf(check, [agent, clusterRoleBinding('agent', 'ClusterRole/agent', 'user:ines')])).toEqual([]);
  });

  describe('of certain identities', () => {
    const listed = (verb: string, resource: string) => ({ apiGroups: [''], resources: [resource], verbs: [verb] });
    const severityAs = (...demos: Parameters<typeof findingOf>[1]) =>
      findingOf(check, [...held(whom('user-info', 'users', 'demo'), what('user-info', 'list', 'secrets')), ...demos]).severity;
    const demo = (subject: string, rule: PolicyRule) => [
      clusterRole('demo', rule),
      clusterRoleBinding('demo', 'ClusterRole/demo', subject),
    ];

    it('is as bad as what they may do of it themselves', () => {
      expect(severityAs()).toBe('low');
      expect(severityAs(...demo('user:demo', listed('list', 'secrets')))).toBe('critical');
      expect(severityAs(...demo('user:demo', listed('*', '*')))).toBe('critical');
      expect(severityAs(...demo('user:demo', listed('list', 'pods')))).toBe('low');
      expect(severityAs(...demo('user:demo', listed('get', 'secrets')))).toBe('low');
      expect(severityAs(...demo('user:other', listed('list', 'secrets')))).toBe('low');
    });

    it('counts what they may as everybody may', () => {
      expect(severityAs(...demo('group:system:authenticated', listed('list', 'secrets')))).toBe('critical');
    });

    it('is as bad as in the namespaces where they may', () => {
      const reader = role('shop', 'reader', listed('list', 'secrets'));
      expect(severityAs(reader, roleBinding('shop', 'reader', 'Role/reader', 'user:demo'))).toBe('high');
    });

    it('tells ServiceAccounts by their namespace', () => {
      const severityOfAgent = (namespace: string) =>
        findingOf(check, [
          role('clinic', 'whom', whom('serviceaccount', 'serviceaccounts', 'agent')),
          roleBinding('clinic', 'whom', 'Role/whom', 'user:ines'),
          clusterRole('what', what('serviceaccount', 'list', 'secrets')),
          clusterRoleBinding('what', 'ClusterRole/what', 'user:ines'),
          ...demo(`sa:${namespace}/agent`, listed('list', 'secrets')),
        ]).severity;
      expect([severityOfAgent('clinic'), severityOfAgent('shop')]).toEqual(['critical', 'low']);
    });

    it('is a step milder for nodes, about whom RBAC does not decide', () => {
      expect(severityOf(whom('arbitrary-node', 'nodes', 'node-1'), what('arbitrary-node', 'list', 'secrets'))).toBe('medium');
    });
  });

  it('holds where the action holds, wherever the identity lives', () => {
    const objects = [
      role('clinic', 'whom', whom('serviceaccount', 'serviceaccounts')),
      roleBinding('clinic', 'whom', 'Role/whom', 'user:ines'),
      role('shop', 'what', what('serviceaccount', 'list', 'secrets')),
      roleBinding('shop', 'what', 'Role/what', 'user:ines'),
    ];
    const { scope, severity, evidence } = findingOf(check, objects);
    expect([scope, severity]).toEqual(['shop', 'high']);
    expect(evidence.map((link) => link.role?.name)).toEqual(['what', 'whom']);
  });

  it('takes "*" for every action, on what the rule names', () => {
    const deployments = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] };
    const finding = findingOf(check, held(whom('user-info', 'users'), deployments));
    expect([finding.statement, finding.severity]).toEqual(['can impersonate users to do anything with deployments.apps', 'critical']);
  });

  it.each([
    ['impersonate:user-info', whom('user-info', 'users')],
    ['impersonate-on:user-info', what('user-info', 'list', 'secrets')],
  ])('is info for one half alone (%s)', (half, rule) => {
    const finding = findingOf(check, held(rule));
    expect([finding.severity, finding.statement]).toEqual(['info', `has one half of the right to impersonate users (${half})`]);
  });

  it('keeps modes apart', () => {
    const found = findingsOf(check, held(whom('user-info', 'users'), what('serviceaccount', 'list', 'secrets')));
    expect(found.map(({ severity }) => severity)).toEqual(['info', 'info']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });

  it('means nothing before 1.35', () => {
    const found = (kubernetesVersion: string) =>
      findingsOf(check, held(whom('user-info', 'users'), what('user-info', 'list', 'secrets')), { kubernetesVersion }).length;
    expect([found('1.34'), found('1.35'), found('1.36')]).toEqual([0, 1, 1]);
  });

  it('is not said of full control, which is a check of its own', () => {
    const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
    expect(findingsOf(check, held(everything))).toEqual([]);
  });
});
