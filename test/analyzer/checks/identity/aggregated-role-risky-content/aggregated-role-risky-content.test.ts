import { describe, expect, it } from 'vitest';
import { clusterRole, type PolicyRule } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'aggregated-role-risky-content';
const labelled = (target: string, ...rules: PolicyRule[]) => ({
  ...clusterRole('wards', ...rules),
  metadata: { name: 'wards', labels: { [`rbac.authorization.k8s.io/aggregate-to-${target}`]: 'true' } },
});
const rule = (group: string, resource: string, ...verbs: string[]): PolicyRule => ({ apiGroups: [group], resources: [resource], verbs });

describe(check, () => {
  it('finds what does not belong into view', () => {
    expect(titlesIn(check, 'fires')).toEqual(['ClusterRole wards-view adds to view what does not belong there']);
  });

  it('is about the role and the rule, whoever holds it', () => {
    const { subject, evidence } = findingOf(check, [labelled('view', rule('', 'pods', 'get'), rule('', 'secrets', 'get'))]);
    expect(subject).toBeUndefined();
    expect(evidence.map((link) => link.rule)).toEqual([1]);
  });

  it.each([
    ['view', rule('', 'secrets', 'watch'), 'high'],
    ['view', rule('', 'pods/exec', 'get'), 'high'],
    ['view', rule('clinic.example.com', 'wards', 'patch'), 'high'],
    ['view', rule('', 'serviceaccounts', 'impersonate'), 'high'],
    ['view', rule('helm.toolkit.fluxcd.io', 'helmreleases', 'list'), 'medium'],
    ['edit', rule('*', '*', '*'), 'high'],
    ['edit', rule('', 'users', 'impersonate'), 'low'],
    ['admin', rule('rbac.authorization.k8s.io', 'clusterroles', 'bind'), 'low'],
  ])('in %s, %j is %s', (target, content, severity) => {
    expect(findingOf(check, [labelled(target, content)]).severity).toBe(severity);
  });

  it('passes over what the target holds already', () => {
    expect(findingsOf(check, [labelled('edit', rule('', 'secrets', 'list'), rule('apps', 'deployments', 'create'))])).toEqual([]);
  });

  it('passes over the default roles themselves', () => {
    expect(findingsOf(check, [])).toEqual([]);
  });
});
