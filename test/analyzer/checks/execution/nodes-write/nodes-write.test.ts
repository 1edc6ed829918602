import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule } from '../../../snapshot.ts';
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

  it('is a step milder for named nodes', () => {
    const finding = findingOf(check, [agent(['update', 'patch'], ['node-1']), bound]);
    expect(finding.statement).toBe('can change nodes (only node-1)');
    expect(way(finding)).toEqual(['resource-names: medium -> low']);
  });

  const nodes = (verbs: string[], ...resourceNames: string[]): PolicyRule => ({
    apiGroups: [''],
    resources: ['nodes'],
    verbs,
    resourceNames,
  });

  it.each([
    [[nodes(['create', 'patch'], 'node-9')], 'can create and change nodes (only node-9)', 'medium'],
    [[nodes(['create'], 'node-9'), nodes(['patch'], 'node-9')], 'can create and change nodes (only node-9)', 'medium'],
    [[nodes(['create'], 'node-9'), nodes(['patch'], 'node-1')], 'can change nodes (only node-1)', 'low'],
    [[nodes(['create', 'update'], 'node-9')], 'can change nodes (only node-9)', 'low'],
  ])('takes create and patch of the same name for creating (%#)', (rules, statement, severity) => {
    const finding = findingOf(check, [clusterRole('agent', ...rules), bound]);
    expect([finding.statement, finding.severity]).toEqual([statement, severity]);
  });
});
