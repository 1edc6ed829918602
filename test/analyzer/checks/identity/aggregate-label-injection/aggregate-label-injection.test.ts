import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule } from '../../../snapshot.ts';
import { findingOf, findingsOf, inBothOrders, titlesIn } from '../../judge.ts';

const check = 'aggregate-label-injection';
const on = (verbs: string[], ...resourceNames: string[]): PolicyRule => ({
  apiGroups: ['rbac.authorization.k8s.io'],
  resources: ['clusterroles'],
  verbs,
  resourceNames,
});
const held = (...rules: PolicyRule[]) => [
  clusterRole('installer', ...rules),
  clusterRoleBinding('installer', 'ClusterRole/installer', 'user:ines'),
];
const severityOf = (...rules: PolicyRule[]) => findingOf(check, held(...rules)).severity;

describe(check, () => {
  it('finds who can add to aggregated roles', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA tools/installer can add any right to aggregated ClusterRoles, by a label in all namespaces',
    ]);
  });

  it('is medium without escalate, critical with it', () => {
    expect(severityOf(on(['create']))).toBe('medium');
    expect(severityOf(on(['create']), on(['escalate']))).toBe('critical');
    expect(severityOf(on(['patch'], 'shop'), on(['escalate'], 'shop'))).toBe('critical');
  });

  it('counts escalate by name for changing that role only, since create has no name', () => {
    expect(severityOf(on(['create']), on(['escalate'], 'shop'))).toBe('medium');
    expect(severityOf(on(['patch'], 'clinic'), on(['escalate'], 'shop'))).toBe('low');
  });

  it('is implied by the right to write ClusterRoles, which says more', () => {
    expect(findingOf('clusterroles-write', held(on(['create']))).implied).toContain(findingOf(check, held(on(['create']))).id);
  });

  it('is nothing in a cluster that aggregates nothing', () => {
    expect(findingsOf(check, held(on(['create'])), { input: 'cluster' })).toEqual([]);
  });

  it('joins update with escalate, where one of the two comes of a group', () => {
    const of = (verb: string) => ({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: [verb] });
    expect(inBothOrders('aggregate-label-injection', [of('update')], [of('escalate')])).toEqual([['critical'], ['critical']]);
  });
});
