import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('leases-write', () => {
  const rule = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('leases-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('leases-write', 'fires')).toEqual([
      'SA tools/controller can take leadership from controllers, or have nodes taken for dead in kube-system',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('leases-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], [], ['high']]);
  });

  it('counts the leases of nodes', () => {
    expect(severityIn('kube-node-lease')).toEqual(['medium']);
  });

  describe('where only leases of its own can be changed', () => {
    const create = { ...rule, verbs: ['create'] };
    const heldIn = (...rules: PolicyRule[]) => {
      const objects = [clusterRole('tool', ...rules), roleBinding('kube-system', 'tool', 'ClusterRole/tool', 'sa:tools/controller')];
      return findingOf('leases-write', objects);
    };

    it('is medium: create takes nothing from who holds a lease', () => {
      const finding = heldIn(create);
      expect([finding.severity, finding.statement]).toEqual([
        'medium',
        'can make leases before the controllers and nodes that they are for',
      ]);
    });

    it('is medium for an election of its own, and says which', () => {
      const finding = heldIn(create, { ...rule, resourceNames: ['tool'] });
      expect(finding.severity).toBe('medium');
      expect(finding.statement).toBe('can take leadership from controllers, or have nodes taken for dead (only tool)');
    });

    it('is high again where another rule changes all', () => {
      expect(heldIn(create, { ...rule, resourceNames: ['tool'] }, { ...rule, verbs: ['patch'] }).severity).toBe('high');
    });
  });
});
