import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'impersonate-serviceaccounts';
const as = { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] };
/** For Ines: who is cluster-admin may impersonate too. */
const forInes = (objects: readonly KubernetesObject[]) => findingsOf(check, objects).find(({ subject }) => subject?.name === 'ines');
const named = { ...as, resourceNames: ['deployer'] };

describe(check, () => {
  it('finds who can act as ServiceAccounts', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User jonas can impersonate ServiceAccounts in shop']);
  });

  it('is critical cluster-wide and in kube-system, high in a namespace', () => {
    const actor = clusterRole('actor', as);
    const severityIn = (namespace: string) =>
      findingOf(check, [actor, roleBinding(namespace, 'actor', 'ClusterRole/actor', 'user:ines')]).severity;
    expect(findingOf(check, [actor, clusterRoleBinding('actor', 'ClusterRole/actor', 'user:ines')]).severity).toBe('critical');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['high', 'critical']);
  });

  it('is as bad as the ServiceAccounts that are named', () => {
    const objects = [role('shop', 'actor', named), roleBinding('shop', 'actor', 'Role/actor', 'user:ines')];
    const deployer = (subject: string) => clusterRoleBinding('deployer', 'ClusterRole/cluster-admin', subject);
    expect(forInes(objects)?.severity).toBe('low');
    expect(forInes([...objects, deployer('sa:shop/deployer')])?.severity).toBe('critical');
    expect(forInes([...objects, deployer('sa:clinic/deployer')])?.severity).toBe('low');
  });

  it('cluster-wide, a name is that of ServiceAccounts in every namespace', () => {
    const objects = [clusterRole('actor', named), clusterRoleBinding('actor', 'ClusterRole/actor', 'user:ines')];
    const deployer = clusterRoleBinding('deployer', 'ClusterRole/cluster-admin', 'sa:clinic/deployer');
    const finding = forInes([...objects, deployer]);
    expect(finding && way(finding)).toEqual(['resource-names: critical -> low', 'identity: low -> critical']);
  });
});
