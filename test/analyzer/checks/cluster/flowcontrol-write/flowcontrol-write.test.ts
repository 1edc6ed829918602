import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('flowcontrol-write', () => {
  const rule = { apiGroups: ['flowcontrol.apiserver.k8s.io'], resources: ['prioritylevelconfigurations'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('flowcontrol-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('flowcontrol-write', 'fires')).toEqual([
      'SA tools/controller can starve or exempt requests to the API server in all namespaces',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('flowcontrol-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], [], []]);
  });
});
