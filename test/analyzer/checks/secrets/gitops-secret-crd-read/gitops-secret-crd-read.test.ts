import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('gitops-secret-crd-read', () => {
  const rule = { apiGroups: ['argoproj.io'], resources: ['applications'], verbs: ['get'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('gitops-secret-crd-read', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('gitops-secret-crd-read', 'fires')).toEqual([
      'SA tools/controller can read custom resources that often hold credentials in shop',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('gitops-secret-crd-read', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['medium'], ['low'], ['medium']]);
  });

  it('goes with the right to write them, which gives more', () => {
    const objects = [
      clusterRole('tool', { ...rule, verbs: ['get', 'create'] }),
      roleBinding('shop', 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ];
    const read = findingOf('gitops-secret-crd-read', objects);
    expect(findingOf('workload-crd-write', objects).implied).toContain(read.id);
  });
});
