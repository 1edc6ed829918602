import { describe, expect, it } from 'vitest';
import { clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('node-role-binding', () => {
  it('finds the group of nodes, bound as before the Node authorizer', () => {
    expect(titlesIn('node-role-binding', 'fires')).toEqual(['Group system:nodes has the rights of every node in all namespaces']);
  });

  it('is high cluster-wide and in a sensitive namespace, medium in another', () => {
    const severityIn = (namespace: string) =>
      findingOf('node-role-binding', [roleBinding(namespace, 'nodes', 'ClusterRole/system:node', 'group:system:nodes')]).severity;
    expect(
      findingOf('node-role-binding', [clusterRoleBinding('system:node', 'ClusterRole/system:node', 'group:system:nodes')]).severity,
    ).toBe('high');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['medium', 'high']);
  });
});
