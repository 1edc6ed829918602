import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('policy-engine-write', () => {
  const rule = { apiGroups: ['kyverno.io'], resources: ['policies'], verbs: ['create'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('policy-engine-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('policy-engine-write', 'fires')).toEqual([
      'SA tools/controller can write the rules of a policy engine in all namespaces',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('policy-engine-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['critical'], ['high'], ['critical']]);
  });

  it('is milder for engines that only allow and refuse', () => {
    const gatekeeper = { apiGroups: ['templates.gatekeeper.sh'], resources: ['constrainttemplates'], verbs: ['delete'] };
    const objects = [clusterRole('tool', gatekeeper), clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')];
    expect(findingOf('policy-engine-write', objects).severity).toBe('high');
  });

  describe('of Gatekeeper, where every template makes a kind', () => {
    const rule = (...verbs: string[]) => ({ apiGroups: ['constraints.gatekeeper.sh'], resources: ['k8spspprivilegedcontainer'], verbs });

    it.each(['create', 'update', 'patch', 'delete', 'deletecollection'])('finds %s of one kind', (verb) => {
      const objects = [clusterRole('policies', rule(verb)), clusterRoleBinding('policies', 'ClusterRole/policies', 'user:mara')];
      expect(findingOf('policy-engine-write', objects).severity).toBe('high');
    });

    it('passes over their status, which is no policy', () => {
      const status = { ...rule('update'), resources: ['k8spspprivilegedcontainer/status', '*/status'] };
      const objects = [clusterRole('status', status), clusterRoleBinding('status', 'ClusterRole/status', 'user:mara')];
      expect(findingsOf('policy-engine-write', objects)).toEqual([]);
    });

    it('passes over reading, and what a RoleBinding cannot grant', () => {
      const reader = [clusterRole('reader', rule('get', 'list')), clusterRoleBinding('reader', 'ClusterRole/reader', 'user:mara')];
      const local = [clusterRole('writer', rule('update')), roleBinding('shop', 'writer', 'ClusterRole/writer', 'user:mara')];
      expect(findingsOf('policy-engine-write', [...reader, ...local])).toEqual([]);
    });
  });
});
