import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'cluster-admin-equivalent';
const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const everyUrl = { nonResourceURLs: ['*'], verbs: ['*'] };

describe('cluster-admin-equivalent', () => {
  it('finds cluster-admin under another name', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA ci/deployer can do everything in the whole cluster']);
  });

  it('passes over what only comes near, and over what is bound to nobody', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('does not ask for URLs, and says whether they are there', () => {
    const bound = clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer');
    expect(findingOf(check, [clusterRole('deployer', everything), bound]).detail).toContain('though not every URL');
    expect(findingOf(check, [clusterRole('deployer', everything, everyUrl), bound]).detail).toContain('and every URL');
  });

  it('is critical cluster-wide, high in a namespace, critical in a sensitive one', () => {
    const deployer = clusterRole('deployer', everything);
    const severityIn = (namespace: string) =>
      findingOf(check, [deployer, roleBinding(namespace, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer')]).severity;
    expect(findingOf(check, [deployer, clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer')]).severity).toBe('critical');
    expect(['shop', 'kube-system', 'openshift-config'].map(severityIn)).toEqual(['high', 'critical', 'critical']);
  });

  it('takes sensitive namespaces as an argument', () => {
    const objects = [clusterRole('deployer', everything), roleBinding('argocd', 'ci', 'ClusterRole/deployer', 'sa:ci/deployer')];
    expect(findingOf(check, objects, { sensitiveNamespaces: new Set(['argocd']) }).severity).toBe('critical');
    expect(findingOf(check, objects).severity).toBe('high');
  });

  it.each(['apiGroups', 'resources', 'verbs'] as const)('is silent as soon as %s is spelled out', (field) => {
    const nearly = { ...everything, [field]: ['pods'] };
    expect(
      findingsOf(check, [clusterRole('deployer', nearly), clusterRoleBinding('ci', 'ClusterRole/deployer', 'sa:ci/deployer')]),
    ).toEqual([]);
  });
});
