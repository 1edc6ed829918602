import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'sa-token-create';
const tokens = { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] };
const namedIn = (namespace: string, ...resourceNames: string[]): KubernetesObject[] => [
  role(namespace, 'tokens', { ...tokens, resourceNames }),
  roleBinding(namespace, 'tokens', 'Role/tokens', 'user:ines'),
];
const deployer = clusterRoleBinding('deployer', 'ClusterRole/cluster-admin', 'sa:ci/deployer');

describe('sa-token-create', () => {
  it('finds who can ask for tokens of others', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA ci/broker can have tokens of ServiceAccounts made in ci']);
  });

  it('is critical cluster-wide, high in a namespace, critical where a ServiceAccount has the cluster', () => {
    const broker = clusterRole('broker', tokens);
    const inCi = roleBinding('ci', 'broker', 'ClusterRole/broker', 'user:ines');
    expect(findingOf(check, [broker, clusterRoleBinding('broker', 'ClusterRole/broker', 'user:ines')]).severity).toBe('critical');
    expect(findingOf(check, [broker, inCi]).severity).toBe('high');
    const ofInes = findingsOf(check, [broker, inCi, deployer]).filter(({ subject }) => subject?.name === 'ines');
    expect(ofInes.map(({ severity }) => severity)).toEqual(['critical']);
  });

  it('is as bad as the named ServiceAccounts are', () => {
    const severityOf = (...names: string[]) =>
      findingsOf(check, [...namedIn('ci', ...names), deployer]).find(({ subject }) => subject?.name === 'ines')?.severity;
    expect(severityOf('deployer')).toBe('critical');
    expect(severityOf('linter')).toBe('low');
    expect(severityOf('linter', 'deployer')).toBe('critical');
  });

  it('means ServiceAccounts of that name in every namespace where it is granted cluster-wide', () => {
    const broker = clusterRole('broker', { ...tokens, resourceNames: ['deployer'] });
    const bound = clusterRoleBinding('broker', 'ClusterRole/broker', 'user:ines');
    expect(way(findingOf(check, [broker, bound]))).toEqual(['resource-names: critical -> low']);
    const ofInes = findingsOf(check, [broker, bound, deployer]).filter(({ subject }) => subject?.name === 'ines');
    expect(ofInes.flatMap(way)).toEqual(['resource-names: critical -> low', 'identity: low -> critical']);
  });

  it('is nothing for tokens of oneself, which is more than a name in another namespace', () => {
    const own = role('ci', 'own', { ...tokens, resourceNames: ['broker'] });
    expect(findingsOf(check, [own, roleBinding('ci', 'own', 'Role/own', 'sa:ci/broker')])).toEqual([]);
    expect(findingsOf(check, [own, roleBinding('ci', 'own', 'Role/own', 'sa:shop/broker')])).toHaveLength(1);
    const more = role('ci', 'more', { ...tokens, resourceNames: ['broker', 'deployer'] });
    expect(findingsOf(check, [more, roleBinding('ci', 'more', 'Role/more', 'sa:ci/broker')])).toHaveLength(1);
  });
});
