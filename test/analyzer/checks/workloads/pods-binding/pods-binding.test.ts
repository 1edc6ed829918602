import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-binding';
const inBatch = (resource: string, resourceNames: string[] = []) => [
  role('batch', 'scheduler', { apiGroups: [''], resources: [resource], verbs: ['create'], resourceNames }),
  roleBinding('batch', 'scheduler', 'Role/scheduler', 'user:ines'),
];

describe('pods-binding', () => {
  it('finds who can bind pods to nodes', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA batch/scheduler can put waiting pods on a node of its choice in batch']);
  });

  it('takes the old resource bindings for the same', () => {
    expect(findingOf(check, inBatch('bindings')).severity).toBe('medium');
  });

  it('counts names of pods, which a subresource has and bindings have not', () => {
    expect(findingOf(check, inBatch('pods/binding', ['nightly-0'])).severity).toBe('low');
    expect(findingsOf(check, inBatch('bindings', ['nightly-0']))).toEqual([]);
  });

  it('is high for who can change nodes too, and shows how', () => {
    const nodes = [
      clusterRole('nodes', { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] }),
      clusterRoleBinding('nodes', 'ClusterRole/nodes', 'user:ines'),
    ];
    const finding = findingOf(check, [...inBatch('pods/binding'), ...nodes]);
    expect(way(finding)).toEqual(['nodes-write: medium -> high']);
    expect(finding.evidence.map(({ role: { name } = { name: '' } }) => name)).toEqual(['scheduler', 'nodes']);
  });
});
