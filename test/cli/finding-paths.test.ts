import { expect, it } from 'vitest';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import { linkPaths } from '../../src/cli/finding-paths.ts';
import { accessTo, clusterRole, clusterRoleBinding, roleBinding, serviceAccount } from '../analyzer/snapshot.ts';

it('a finding has the path on which its own rule is a step, not whatever path its subject has', () => {
  const access = accessTo([
    serviceAccount('databases', 'operator'),
    serviceAccount('databases', 'admin'),
    clusterRoleBinding('admin', 'ClusterRole/cluster-admin', 'sa:databases/admin'),
    clusterRole(
      'operator',
      { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['services'], verbs: ['create', 'update'] },
    ),
    roleBinding('databases', 'operator', 'ClusterRole/operator', 'sa:databases/operator'),
  ]);
  const { findings } = runChecks(access);
  linkPaths(findings, access);
  const goalOf = (check: string) =>
    findings.filter((one) => one.check === check && one.subject?.name === 'operator').map((one) => one.path?.goal);
  expect(goalOf('statefulsets-write')).toEqual(['cluster-admin']);
  expect(goalOf('services-write')).toEqual([undefined]);
  // Who takes the role away ends the path.
  expect(goalOf('clusterrole-non-admin-namespaced-use')).toEqual(['cluster-admin']);
});
