import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('events-write', () => {
  const rule = { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['delete'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('events-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('events-write', 'fires')).toEqual(['SA tools/controller can forge or delete events in shop']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('events-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['low'], ['low'], ['low']]);
  });
});
