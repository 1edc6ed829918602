import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'impersonate-users-groups';
const as = (resource: string, ...resourceNames: string[]): PolicyRule => ({
  apiGroups: [''],
  resources: [resource],
  verbs: ['impersonate'],
  resourceNames,
});
const held = (...rules: PolicyRule[]) => [
  clusterRole('support', ...rules),
  clusterRoleBinding('support', 'ClusterRole/support', 'user:ines'),
];
/** For Ines: who is cluster-admin may impersonate too. */
const severityOf = (rules: PolicyRule[], ...objects: KubernetesObject[]) =>
  findingsOf(check, [...held(...rules), ...objects]).find(({ subject }) => subject?.name === 'ines')?.severity;

describe(check, () => {
  it('finds who can act as others', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group support can impersonate users and groups in all namespaces']);
  });

  it('is critical for users, with or without groups', () => {
    expect(severityOf([as('users')])).toBe('critical');
    expect(severityOf([as('users'), as('groups')])).toBe('critical');
  });

  it('is medium for groups alone, which nobody can be impersonated with', () => {
    expect(severityOf([as('groups')])).toBe('medium');
  });

  it.each([
    ['a named user', [as('users', 'demo-customer')]],
    ['ServiceAccounts', [as('serviceaccounts')]],
  ])('is critical for groups beside %s', (_what, rules) => {
    expect(severityOf([as('groups'), ...rules])).toBe('critical');
  });

  it('counts a ServiceAccount of one namespace, from another role', () => {
    const local = role('shop', 'local', as('serviceaccounts', 'preview'));
    const finding = findingOf(check, [...held(as('groups')), local, roleBinding('shop', 'local', 'Role/local', 'user:ines')]);
    expect(finding.severity).toBe('critical');
    expect(finding.evidence.map((link) => link.role?.name)).toEqual(['support', 'local']);
  });

  describe('of named identities', () => {
    const admin = (subject: string) => clusterRoleBinding('boss', 'ClusterRole/cluster-admin', subject);

    it('is as bad as what they hold', () => {
      expect(severityOf([as('users', 'jonas')], admin('user:jonas'))).toBe('critical');
      expect(severityOf([as('users', 'jonas')], roleBinding('shop', 'owner', 'ClusterRole/cluster-admin', 'user:jonas'))).toBe('high');
      expect(severityOf([as('users', 'jonas')])).toBe('low');
      expect(severityOf([as('users', 'demo'), as('groups', 'bosses')], admin('group:bosses'))).toBe('critical');
    });

    it('knows the users of the control plane', () => {
      const finding = findingOf(check, held(as('users', 'system:kube-controller-manager')));
      expect(way(finding)).toEqual(['resource-names: critical -> low', 'identity: low -> critical']);
    });

    it('knows that system:masters needs no binding', () => {
      const objects = held(as('users', 'demo'), as('groups', 'system:masters'));
      expect(findingOf(check, objects, { input: 'cluster' }).severity).toBe('critical');
    });

    it('does not take a name for a group that is one of a user', () => {
      expect(severityOf([as('users', 'bosses')], admin('group:bosses'))).toBe('low');
    });

    it('says whom', () => {
      expect(findingOf(check, held(as('users', 'demo'))).title).toBe('User ines can impersonate users (only demo) in all namespaces');
    });
  });

  it('is not granted by a RoleBinding', () => {
    const local = [role('shop', 'support', as('users')), roleBinding('shop', 'support', 'Role/support', 'user:ines')];
    expect(findingsOf(check, local)).toEqual([]);
  });

  it.each([
    ['the groups', 'group:system:authenticated', 'user:mara'],
    ['the user', 'user:mara', 'group:system:authenticated'],
  ])('is critical for groups beside a named user, where %s come of a group', (_which, holderOfGroups, holderOfUser) => {
    const objects = [
      clusterRole('groups', as('groups')),
      clusterRoleBinding('groups', 'ClusterRole/groups', holderOfGroups),
      clusterRole('bot', as('users', 'bot')),
      clusterRoleBinding('bot', 'ClusterRole/bot', holderOfUser),
    ];
    const ofMara = findingsOf(check, objects).filter(({ subject }) => subject?.name === 'mara');
    expect(ofMara.map(({ severity }) => severity)).toContain('critical');
  });

  it('counts groups that all ServiceAccounts of a namespace have', () => {
    const objects = [
      clusterRole('groups', as('groups')),
      clusterRoleBinding('groups', 'ClusterRole/groups', 'group:system:serviceaccounts:ops'),
      role('ops', 'bot', as('serviceaccounts', 'bot')),
      roleBinding('ops', 'bot', 'Role/bot', 'sa:ops/deployer'),
    ];
    const ofDeployer = findingsOf(check, objects).filter(({ subject }) => subject?.name === 'deployer');
    expect(ofDeployer.map(({ severity, scope }) => [severity, scope])).toEqual([['critical', '*']]);
  });

  it('is no milder for the name system:masters alone', () => {
    expect(severityOf([as('groups', 'system:masters')])).toBe('medium');
    expect(severityOf([as('groups', 'bosses')])).toBe('low');
  });
});
