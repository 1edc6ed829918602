import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../src/analyzer/checks/index.ts';
import type { Severity } from '../../../src/model/finding.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../snapshot.ts';
import { findingsOf } from './judge.ts';

const reading = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] };
const reader = clusterRole('secret-reader', reading);
const running = clusterRole('pod-runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] });

/** How bad a check finds what somebody other than the operator holds. */
function severity(check: string, objects: readonly KubernetesObject[]): Severity | undefined {
  return findingsOf(check, objects).find(({ subject }) => subject?.name !== 'operator')?.severity;
}

function enforcing(name: string, level: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } } };
}

describe('one role, bound in different ways', () => {
  const secrets = (...bindings: KubernetesObject[]) => severity('secrets-list-watch', [reader, ...bindings]);

  it('is critical through a ClusterRoleBinding, high through a RoleBinding, nothing unbound', () => {
    expect(secrets(clusterRoleBinding('all', 'ClusterRole/secret-reader', 'sa:shop/checkout'))).toBe('critical');
    expect(secrets(roleBinding('shop', 'one', 'ClusterRole/secret-reader', 'sa:shop/checkout'))).toBe('high');
    expect(secrets()).toBeUndefined();
    expect(secrets(roleBinding('shop', 'nobody', 'ClusterRole/secret-reader'))).toBeUndefined();
  });

  it('is milder for names, and critical for anybody without a login', () => {
    const named = role('shop', 'one-secret', { ...reading, resourceNames: ['shop-tls'] });
    expect(severity('secrets-list-watch', [named, roleBinding('shop', 'one', 'Role/one-secret', 'sa:shop/checkout')])).toBe('medium');
    expect(secrets(roleBinding('shop', 'anybody', 'ClusterRole/secret-reader', 'user:system:anonymous'))).toBe('critical');
    expect(secrets(roleBinding('shop', 'anybody', 'ClusterRole/secret-reader', 'group:system:unauthenticated'))).toBe('critical');
  });

  it('is critical in a namespace that is sensitive, by name or by who lives there', () => {
    expect(secrets(roleBinding('kube-system', 'one', 'ClusterRole/secret-reader', 'user:ines'))).toBe('critical');
    const operator = clusterRoleBinding('operator', 'ClusterRole/cluster-admin', 'sa:databases/operator');
    expect(secrets(operator, roleBinding('databases', 'one', 'ClusterRole/secret-reader', 'user:ines'))).toBe('critical');
    expect(secrets(operator, roleBinding('shop', 'one', 'ClusterRole/secret-reader', 'user:ines'))).toBe('high');
  });

  it('is sensitive through what a group gives every ServiceAccount of the namespace', () => {
    const everyone = clusterRoleBinding('everyone', 'ClusterRole/cluster-admin', 'group:system:serviceaccounts:tools');
    expect(secrets(everyone, roleBinding('tools', 'one', 'ClusterRole/secret-reader', 'user:ines'))).toBe('critical');
  });

  it('is not made sensitive by who else could be a ServiceAccount', () => {
    // default is rated a step worse because many pods run as it, not because it can do more.
    const shopOnly = roleBinding('shop', 'default', 'ClusterRole/secret-reader', 'sa:shop/default', 'user:ines');
    const found = findingsOf('secrets-list-watch', [reader, shopOnly]);
    expect(found.map(({ subject, severity: rated }) => [subject?.name, rated])).toEqual([
      ['default', 'critical'],
      ['ines', 'high'],
    ]);
  });
});

describe('the right to run pods', () => {
  const pods = (...objects: KubernetesObject[]) => severity('pods-create', [running, ...objects]);
  const inShop = roleBinding('shop', 'runner', 'ClusterRole/pod-runner', 'user:ines');

  it('is high where pods may be privileged, medium where Pod Security keeps them off the node', () => {
    expect(pods(inShop)).toBe('high');
    expect(pods(inShop, enforcing('shop', 'privileged'))).toBe('high');
    expect(pods(inShop, enforcing('shop', 'baseline'))).toBe('medium');
    expect(pods(inShop, enforcing('shop', 'restricted'))).toBe('medium');
  });

  it('is not made worse by what its holder can do anyway', () => {
    const restricted = enforcing('shop', 'restricted');
    const own = roleBinding('shop', 'runner', 'ClusterRole/pod-runner', 'sa:shop/checkout');
    const reading = (account: string) => [reader, roleBinding('shop', 'reader', 'ClusterRole/secret-reader', `sa:shop/${account}`)];
    expect(pods(own, restricted, ...reading('checkout'))).toBe('medium');
    expect(pods(own, restricted, ...reading('cart'))).toBe('high');
    expect(pods(own, restricted, ...reading('checkout'), roleBinding('shop', 'too', 'ClusterRole/secret-reader', 'sa:shop/cart'))).toBe(
      'high',
    );
  });

  it('is as bad as the ServiceAccounts that pods there may run as', () => {
    const restricted = enforcing('shop', 'restricted');
    expect(pods(inShop, restricted, reader, roleBinding('shop', 'reader', 'ClusterRole/secret-reader', 'sa:shop/checkout'))).toBe('high');
    expect(pods(inShop, restricted, reader, clusterRoleBinding('reader', 'ClusterRole/secret-reader', 'sa:shop/checkout'))).toBe(
      'critical',
    );
    expect(pods(inShop, restricted, reader, clusterRoleBinding('reader', 'ClusterRole/secret-reader', 'sa:clinic/records'))).toBe('medium');
  });
});

describe('folding', () => {
  const admin = clusterRoleBinding('oncall', 'ClusterRole/cluster-admin', 'user:ines');

  it('leaves one entry of cluster-admin, and loses nothing', () => {
    const { findings, summary } = runChecks(accessTo([admin]));
    expect(findings.length).toBeGreaterThan(50);
    const implied = new Set(findings.flatMap((finding) => finding.implied));
    const read = findings.filter(({ id }) => !implied.has(id));
    expect(read.map(({ check }) => check)).toEqual(['cluster-admin-binding']);
    expect([summary.critical, summary.causes, summary.implied]).toEqual([1, 1, findings.length - 1]);
  });

  it('keeps what the subject holds by other means in view', () => {
    const { findings } = runChecks(
      accessTo([
        roleBinding('shop', 'local', 'ClusterRole/cluster-admin', 'user:ines'),
        reader,
        clusterRoleBinding('all', 'ClusterRole/secret-reader', 'user:ines'),
      ]),
    );
    const implied = new Set(findings.flatMap((finding) => finding.implied));
    const read = findings.filter(({ id, severity: rated }) => !implied.has(id) && rated === 'critical');
    expect(read.map(({ check, scope }) => [check, scope])).toEqual([['secrets-list-watch', '*']]);
  });
});
