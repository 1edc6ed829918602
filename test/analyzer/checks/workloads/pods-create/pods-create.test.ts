import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-create';
const pods = { apiGroups: [''], resources: ['pods'] };
const runner = (subject = 'user:ines') => [
  role('shop', 'runner', { ...pods, verbs: ['create'] }),
  roleBinding('shop', 'runner', 'Role/runner', subject),
];
const enforcing = (level: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': level } },
});
const checkout = (resources: string[], verbs: string[]) => [
  role('shop', 'checkout', { apiGroups: [''], resources, verbs }),
  roleBinding('shop', 'checkout', 'Role/checkout', 'sa:shop/checkout'),
];

describe('pods-create', () => {
  it('finds who can create pods', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/runner can run any pod in shop']);
  });

  it('is critical cluster-wide, high in a namespace, critical where a ServiceAccount has the cluster', () => {
    const everywhere = [
      clusterRole('runner', { ...pods, verbs: ['create'] }),
      clusterRoleBinding('runner', 'ClusterRole/runner', 'user:ines'),
    ];
    expect(findingOf(check, everywhere).severity).toBe('critical');
    expect(findingOf(check, runner()).severity).toBe('high');
    const admin = clusterRoleBinding('operator', 'ClusterRole/cluster-admin', 'sa:shop/operator');
    const [ofInes] = findingsOf(check, [...runner(), admin]).filter(({ subject }) => subject?.name === 'ines');
    expect(ofInes?.severity).toBe('critical');
  });

  it.each(['baseline', 'restricted'])('is medium where the namespace enforces %s, and its ServiceAccounts can do little', (level) => {
    expect(way(findingOf(check, [...runner(), enforcing(level)]))).toEqual(['namespace: critical -> high', 'pod-security: high -> medium']);
    expect(findingOf(check, [...runner(), enforcing(level), ...checkout(['pods/status'], ['patch'])]).severity).toBe('medium');
  });

  it('is as bad as what its ServiceAccounts can do, up to what it is without Pod Security', () => {
    const finding = findingOf(check, [...runner(), enforcing('restricted'), ...checkout(['secrets'], ['get'])]);
    expect(way(finding).at(-1)).toBe('service-accounts: medium -> high');
  });

  it('is not made milder by the level privileged', () => {
    expect(findingOf(check, [...runner(), enforcing('privileged')]).severity).toBe('high');
  });

  it('makes a named pod by server-side apply, and shows both rights', () => {
    const applying = (...rules: { verbs: string[]; resourceNames: string[] }[]) => [
      role('shop', 'applier', ...rules.map((rule) => ({ ...pods, ...rule }))),
      roleBinding('shop', 'applier', 'Role/applier', 'user:ines'),
    ];
    const finding = findingOf(check, applying({ verbs: ['create', 'patch'], resourceNames: ['smoke-test'] }));
    expect([finding.title, finding.severity]).toEqual(['User ines can run any pod (only smoke-test) in shop', 'high']);
    const split = [
      { verbs: ['create'], resourceNames: ['smoke-test', 'probe'] },
      { verbs: ['patch'], resourceNames: ['probe'] },
    ];
    expect(findingOf(check, applying(...split)).evidence.map(({ rule }) => rule)).toEqual([0, 1]);
    expect(findingsOf(check, applying({ verbs: ['create'], resourceNames: ['a'] }, { verbs: ['patch'], resourceNames: ['b'] }))).toEqual(
      [],
    );
  });

  it('says once of a role that has create both with names and without', () => {
    const both = role('shop', 'runner', { ...pods, verbs: ['create', 'patch'], resourceNames: ['probe'] }, { ...pods, verbs: ['create'] });
    const finding = findingOf(check, [both, roleBinding('shop', 'runner', 'Role/runner', 'user:ines')]);
    expect(finding.title).toBe('User ines can run any pod in shop');
  });
});
