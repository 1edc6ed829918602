import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../snapshot.ts';
import { findingOf } from './judge.ts';

const rulesIn = (finding: ReturnType<typeof findingOf>) => finding.evidence.map(({ rule }) => rule);

describe('the evidence of a finding', () => {
  const everyVerb = (group: string, resource: string): PolicyRule => ({ apiGroups: [group], resources: [resource], verbs: ['*'] });
  const harmless = ['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((resource) => everyVerb('apps', resource));

  it('begins with the rule from which the severity follows, wherever it stands in the role', () => {
    const rules = [...harmless, everyVerb('rbac.authorization.k8s.io', 'clusterroles'), everyVerb('batch', 'jobs')];
    const objects = [clusterRole('deployer', ...rules), clusterRoleBinding('deployer', 'ClusterRole/deployer', 'sa:ci/deployer')];
    const finding = findingOf('wildcard-verbs', objects);
    expect(finding.severity).toBe('critical');
    expect(rulesIn(finding)).toEqual([4, 0, 1, 2, 3, 5]);
  });

  it('begins with the rule that is not limited to names', () => {
    const named = { apiGroups: [''], resources: ['secrets'], resourceNames: ['fax'], verbs: ['get'] };
    const objects = [
      role('clinic', 'records', named, { ...named, resourceNames: [] }),
      roleBinding('clinic', 'records', 'Role/records', 'user:mara'),
    ];
    expect(rulesIn(findingOf('secrets-read', objects))).toEqual([1, 0]);
  });

  it('stays in the order of the role where all rules are as bad', () => {
    const objects = [clusterRole('deployer', ...harmless), clusterRoleBinding('deployer', 'ClusterRole/deployer', 'sa:ci/deployer')];
    expect(rulesIn(findingOf('wildcard-verbs', objects))).toEqual([0, 1, 2, 3]);
  });
});
