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

  describe('with named pods', () => {
    const pod = (namespace: string, name: string, serviceAccountName: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name },
      spec: { serviceAccountName, containers: [] },
    });
    const powerful = [
      clusterRole('all', { apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] }),
      clusterRoleBinding('all', 'ClusterRole/all', 'sa:tools/operator'),
      pod('tools', 'operator-0', 'operator'),
    ];
    const shell = (namespace: string, resource: string, verb: string) => [
      role(namespace, 'shell', { apiGroups: [''], resources: [resource], verbs: [verb], resourceNames: ['operator-0'] }),
      roleBinding(namespace, 'shell', 'Role/shell', 'user:ines'),
    ];

    it.each([
      [check, 'pods/exec', 'create'],
      ['pods-exec-get-only', 'pods/exec', 'get'],
      ['pods-attach', 'pods/attach', 'create'],
      ['pods-ephemeralcontainers', 'pods/ephemeralcontainers', 'patch'],
      ['pods-update', 'pods', 'update'],
    ])('%s is as bad as what the ServiceAccount of the pod can do', (id, resource, verb) => {
      const finding = findingOf(id, [...powerful, ...shell('tools', resource, verb)]);
      expect(finding.severity).toBe('critical');
      expect(way(finding).at(-1)).toMatch(/^identity: /);
      // A pod of the same name elsewhere runs as somebody else.
      expect(way(findingOf(id, [...powerful, pod('shop', 'operator-0', 'till'), ...shell('shop', resource, verb)])).join()).not.toContain(
        'identity',
      );
    });

    it('finds the pods of that name in all namespaces, where the right holds there', () => {
      const everywhere = [
        clusterRole('shell', { ...exec, resourceNames: ['operator-0'] }),
        clusterRoleBinding('shell', 'ClusterRole/shell', 'user:ines'),
      ];
      expect(findingOf(check, [...powerful, ...everywhere]).severity).toBe('critical');
      expect(findingOf(check, everywhere).severity).toBe('medium');
    });

    it('makes the namespace sensitive from which it is done', () => {
      const objects = [
        ...powerful,
        role('tools', 'shell', { ...exec, resourceNames: ['operator-0'] }),
        roleBinding('tools', 'shell', 'Role/shell', 'sa:shop/agent'),
        role('shop', 'runner', { apiGroups: [''], resources: ['pods'], verbs: ['create'] }),
        roleBinding('shop', 'runner', 'Role/runner', 'user:jonas'),
      ];
      expect(way(findingOf('pods-create', objects))).toContain('sensitive-namespace: high -> critical');
    });

    it('gives nothing to the one whom the pod runs as', () => {
      const self = [
        role('tools', 'shell', { ...exec, resourceNames: ['operator-0'] }),
        roleBinding('tools', 'shell', 'Role/shell', 'sa:tools/operator'),
      ];
      expect(way(findingOf(check, [...powerful, ...self])).join()).not.toContain('identity');
    });
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
