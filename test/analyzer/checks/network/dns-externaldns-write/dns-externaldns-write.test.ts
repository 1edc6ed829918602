import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('dns-externaldns-write', () => {
  const rule = { apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints'], verbs: ['create'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('dns-externaldns-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('dns-externaldns-write', 'fires')).toEqual([
      'SA tools/controller can write DNS records or have certificates issued in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('dns-externaldns-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], ['medium'], ['medium']]);
  });
});
