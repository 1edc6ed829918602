import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('quota-limits-write', () => {
  const rule = { apiGroups: [''], resources: ['limitranges'], verbs: ['delete'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('quota-limits-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('quota-limits-write', 'fires')).toEqual([
      'SA tools/controller can lift the limits of namespaces, or block them in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('quota-limits-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], ['low'], ['medium']]);
  });
});
