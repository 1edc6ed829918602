import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import { Escalation } from '../../src/analyzer/escalation/escalation.ts';
import { linkPaths } from '../../src/cli/finding-paths.ts';
import {
  accessTo,
  clusterRole,
  clusterRoleBinding,
  type KubernetesObject,
  role,
  roleBinding,
  serviceAccount,
} from '../analyzer/snapshot.ts';

/** The findings of one check about the subject, each with the kinds of hops that lead on from it. */
function pathsOf(check: string, objects: readonly KubernetesObject[]) {
  const access = accessTo(objects);
  const { findings } = runChecks(access);
  linkPaths(findings, new Escalation(access));
  return findings
    .filter((finding) => finding.check === check && finding.subject?.name === 'ines')
    .map(({ path }) => path && { goal: path.goal, hops: path.hops.map(({ kind }) => kind) });
}

const deployer = clusterRoleBinding('deployer', 'ClusterRole/cluster-admin', 'sa:ci/deployer');
const tokens = role('ci', 'tokens', { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] });
const reader = clusterRole('reader', { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] });

describe('the path of a finding', () => {
  it('leads on from its grant to the worst goal', () => {
    const objects = [deployer, tokens, roleBinding('ci', 'tokens', 'Role/tokens', 'user:ines')];
    expect(pathsOf('sa-token-create', objects)).toEqual([{ goal: 'cluster-admin', hops: ['token', 'everything'] }]);
  });

  it('is missing where the same grant leads nowhere', () => {
    expect(pathsOf('sa-token-create', [tokens, roleBinding('ci', 'tokens', 'Role/tokens', 'user:ines')])).toEqual([undefined]);
  });

  it('is missing from findings about other grants of the subject', () => {
    const objects = [deployer, tokens, roleBinding('ci', 'tokens', 'Role/tokens', 'user:ines'), reader];
    const found = pathsOf('clusterrole-non-admin-cluster-wide', [
      ...objects,
      clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines'),
    ]);
    expect(found).toEqual([undefined]);
  });

  it('stands in the JSON as its goal and the kinds of its hops', () => {
    const access = accessTo([deployer]);
    const { findings } = runChecks(access);
    linkPaths(findings, new Escalation(access));
    const [finding] = findings.filter(({ check }) => check === 'cluster-admin-binding');
    expect(JSON.parse(JSON.stringify(finding)).path).toEqual({ goal: 'cluster-admin', hops: ['everything'] });
  });

  it('is one on which its own rule is a step, not whatever path its subject has', () => {
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
    linkPaths(findings, new Escalation(access));
    const goalOf = (check: string) =>
      findings.filter((one) => one.check === check && one.subject?.name === 'operator').map((one) => one.path?.goal);
    expect(goalOf('statefulsets-write')).toEqual(['cluster-admin']);
    expect(goalOf('services-write')).toEqual([undefined]);
    // Who takes the role away ends the path.
    expect(goalOf('clusterrole-non-admin-namespaced-use')).toEqual(['cluster-admin']);
  });
});
