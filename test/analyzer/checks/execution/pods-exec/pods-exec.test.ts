import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-exec';
const exec = { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] };

describe(check, () => {
  it('finds who can run commands', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Group shop-developers can run commands in pods in shop']);
  });

  it('is critical cluster-wide and in kube-system, high in a namespace', () => {
    const shell = clusterRole('shell', exec);
    const severityIn = (namespace: string) =>
      findingOf(check, [shell, roleBinding(namespace, 'shell', 'ClusterRole/shell', 'user:ines')]).severity;
    expect(findingOf(check, [shell, clusterRoleBinding('shell', 'ClusterRole/shell', 'user:ines')]).severity).toBe('critical');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['high', 'critical']);
  });

  it('is medium for named pods, whose names exec is asked with', () => {
    const shell = role('shop', 'shell', { ...exec, resourceNames: ['toolbox-0'] });
    const finding = findingOf(check, [shell, roleBinding('shop', 'shell', 'Role/shell', 'user:ines')]);
    expect(finding.title).toBe('User ines can run commands in pods (only toolbox-0) in shop');
    expect(way(finding)).toEqual(['namespace: critical -> high', 'resource-names: high -> medium']);
  });

  it('is implied by nodes/proxy in the same rule', () => {
    const both = clusterRole('both', { ...exec, resources: ['pods/exec', 'nodes/proxy'] });
    const bound = clusterRoleBinding('both', 'ClusterRole/both', 'user:ines');
    expect(findingOf('nodes-proxy', [both, bound]).implied).toContain(findingOf(check, [both, bound]).id);
  });

  it('passes over get, which is a check of its own', () => {
    const viewer = clusterRole('viewer', { ...exec, verbs: ['get'] });
    expect(findingsOf(check, [viewer, clusterRoleBinding('viewer', 'ClusterRole/viewer', 'user:ines')])).toEqual([]);
  });
});
