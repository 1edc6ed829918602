import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn, way } from '../../judge.ts';

describe('class-write', () => {
  it.each([
    ['runtimeclass-write', 'Group platform can decide which runtime runs containers in all namespaces'],
    ['priorityclass-write', 'Group platform can decide which pods push out others in all namespaces'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it.each([
    ['runtimeclass-write', 'node.k8s.io', 'runtimeclasses', 'can delete RuntimeClasses'],
    ['priorityclass-write', 'scheduling.k8s.io', 'priorityclasses', 'can delete PriorityClasses'],
  ])('%s counts deleting, and says what that does', (id, group, resource, statement) => {
    for (const verb of ['delete', 'deletecollection']) {
      const cleaner = clusterRole('cleaner', { apiGroups: [group], resources: [resource], verbs: [verb] });
      const finding = findingOf(id, [cleaner, clusterRoleBinding('cleaner', 'ClusterRole/cleaner', 'user:ines')]);
      expect([finding.statement, finding.severity]).toEqual([statement, 'medium']);
    }
  });

  it('is medium, low for named classes', () => {
    const writer = clusterRole('writer', {
      apiGroups: ['scheduling.k8s.io'],
      resources: ['priorityclasses'],
      verbs: ['patch'],
      resourceNames: ['shop'],
    });
    const finding = findingOf('priorityclass-write', [writer, clusterRoleBinding('writer', 'ClusterRole/writer', 'user:ines')]);
    expect(way(finding)).toEqual(['resource-names: medium -> low']);
  });
});
