import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('monitoring-crd-write', () => {
  const rule = { apiGroups: ['monitoring.coreos.com'], resources: ['probes'], verbs: ['patch'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('monitoring-crd-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('monitoring-crd-write', 'fires')).toEqual([
      'SA tools/controller can send Prometheus to addresses of its choice in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('monitoring-crd-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], ['low'], ['medium']]);
  });
});
