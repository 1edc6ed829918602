import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

describe('nodes-kubelet', () => {
  it.each([
    ['nodes-checkpoint', 'SA monitoring/node-agent can dump the memory of running containers in all namespaces'],
    ['nodes-log', 'SA monitoring/node-agent can read the log files of nodes in all namespaces'],
    ['nodes-pods', 'SA monitoring/node-agent can read the specs of all pods on nodes in all namespaces'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it('is a step milder where the nodes are named', () => {
    const reader = clusterRole('logs', { apiGroups: [''], resources: ['nodes/log'], verbs: ['get'], resourceNames: ['node-1'] });
    const finding = findingOf('nodes-log', [reader, clusterRoleBinding('logs', 'ClusterRole/logs', 'user:ines')]);
    expect(finding.title).toBe('User ines can read the log files of nodes (only node-1) in all namespaces');
    expect(way(finding)).toEqual(['resource-names: medium -> low']);
  });

  it('takes a subresource wildcard for what it matches', () => {
    const reader = clusterRole('logs', { apiGroups: [''], resources: ['*/log'], verbs: ['get'] });
    expect(findingsOf('nodes-log', [reader, clusterRoleBinding('logs', 'ClusterRole/logs', 'user:ines')])).toHaveLength(1);
  });
});
