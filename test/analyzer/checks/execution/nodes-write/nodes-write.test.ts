import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

const check = 'nodes-write';
const bound = clusterRoleBinding('agent', 'ClusterRole/agent', 'sa:tools/agent');
const agent = (verbs: string[], resourceNames?: string[]) =>
  clusterRole('agent', { apiGroups: [''], resources: ['nodes'], verbs, ...(resourceNames && { resourceNames }) });

describe(check, () => {
  it('finds who can change nodes', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA tools/labeller can change nodes']);
  });

  it.each([
    [['patch'], 'change nodes', 'medium'],
    [['update', 'patch'], 'change nodes', 'medium'],
    [['create'], 'create nodes', 'high'],
    [['delete'], 'delete nodes', 'high'],
    [['deletecollection'], 'delete nodes', 'high'],
    [['*'], 'create, change and delete nodes', 'high'],
  ])('%j: can %s, %s', (verbs, deed, severity) => {
    const finding = findingOf(check, [agent(verbs), bound]);
    expect([finding.statement, finding.severity]).toEqual([`can ${deed}`, severity]);
  });

  it('is a step milder for named nodes, where create means nothing', () => {
    const finding = findingOf(check, [agent(['create', 'patch'], ['node-1']), bound]);
    expect(finding.statement).toBe('can change nodes (only node-1)');
    expect(way(finding)).toEqual(['resource-names: medium -> low']);
  });
});
