import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('services', () => {
  const rule = { apiGroups: [''], resources: ['services'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('services-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('services-write', 'fires')).toEqual(['SA tools/controller can redirect and expose traffic with Services in shop']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('services-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['medium'], ['high']]);
  });

  it('finds the status', () => {
    expect(titlesIn('services-status-write', 'fires')).toEqual([
      'SA tools/controller can draw traffic to addresses to itself by the status of Services in shop',
    ]);
  });
});
