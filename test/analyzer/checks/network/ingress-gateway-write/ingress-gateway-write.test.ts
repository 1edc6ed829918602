import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('ingress-gateway-write', () => {
  const rule = { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: ['create'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('ingress-gateway-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('ingress-gateway-write', 'fires')).toEqual(['SA tools/controller can take over host names and paths in shop']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('ingress-gateway-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], ['medium'], ['medium']]);
  });
});
