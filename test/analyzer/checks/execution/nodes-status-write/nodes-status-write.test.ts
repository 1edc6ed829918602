import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

const check = 'nodes-status-write';

describe(check, () => {
  it('finds who can change what nodes report', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA tools/problem-detector can change what nodes report about themselves in all namespaces']);
  });

  it('is medium, low for named nodes', () => {
    const agent = clusterRole('agent', { apiGroups: [''], resources: ['nodes/status'], verbs: ['update'], resourceNames: ['node-1'] });
    const finding = findingOf(check, [agent, clusterRoleBinding('agent', 'ClusterRole/agent', 'sa:tools/agent')]);
    expect(way(finding)).toEqual(['resource-names: medium -> low']);
  });
});
