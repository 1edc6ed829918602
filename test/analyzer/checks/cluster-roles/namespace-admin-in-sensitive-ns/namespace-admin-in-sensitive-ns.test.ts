import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('namespace-admin-in-sensitive-ns', () => {
  const check = 'namespace-admin-in-sensitive-ns';

  it('finds who may edit the home of a powerful ServiceAccount', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group developers is edit in databases']);
  });

  it.each(['admin', 'edit', 'cluster-admin'])('%s in kube-system is critical', (name) => {
    expect(findingOf(check, [roleBinding('kube-system', 'people', `ClusterRole/${name}`, 'group:people')]).severity).toBe('critical');
  });

  it('follows power from namespace to namespace', () => {
    const lister = clusterRole('lister', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] });
    const chain = [
      lister,
      clusterRoleBinding('operator', 'ClusterRole/lister', 'sa:databases/operator'),
      // The backup reads the operator's token, so that who captures the backup has the cluster too.
      roleBinding('databases', 'backup', 'ClusterRole/lister', 'sa:backup/runner'),
      roleBinding('backup', 'people', 'ClusterRole/edit', 'group:people'),
    ];
    expect(findingsOf(check, chain).map(({ scope }) => scope)).toEqual(['backup']);
    expect(
      findingsOf(
        check,
        chain.filter((object) => object !== chain[1]),
      ),
    ).toEqual([]);
  });

  it('counts namespaces that the user calls sensitive', () => {
    const objects = [roleBinding('vault', 'people', 'ClusterRole/edit', 'group:people')];
    expect(findingsOf(check, objects)).toEqual([]);
    expect(findingsOf(check, objects, { sensitiveNamespaces: new Set(['vault']) })).toHaveLength(1);
  });
});
