import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'nodes-proxy';
const proxy = { apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] };
const bound = clusterRoleBinding('agent', 'ClusterRole/agent', 'sa:monitoring/agent');

describe(check, () => {
  it('finds who can use the kubelet, with get alone', () => {
    const title = 'SA monitoring/prometheus can run commands in every pod, through the kubelets of nodes';
    expect(titlesIn(check, 'fires')).toEqual([title]);
  });

  it.each(['get', 'create', 'update', 'patch', 'delete'])('is critical with %s', (verb) => {
    expect(findingOf(check, [clusterRole('agent', { ...proxy, verbs: [verb] }), bound]).severity).toBe('critical');
  });

  it('is high where the nodes are named', () => {
    const finding = findingOf(check, [clusterRole('agent', { ...proxy, resourceNames: ['node-1'] }), bound]);
    expect(way(finding)).toEqual(['resource-names: critical -> high']);
  });

  it('implies the finer rights of the same rule', () => {
    const objects = [clusterRole('agent', { ...proxy, resources: ['nodes/proxy', 'nodes/log', 'nodes/metrics'] }), bound];
    const finer = ['nodes-log', 'nodes-metrics'].map((id) => findingOf(id, objects).id);
    expect(findingOf(check, objects).implied).toEqual(expect.arrayContaining(finer));
  });

  it('is not granted by a RoleBinding', () => {
    const local = roleBinding('kube-system', 'agent', 'ClusterRole/agent', 'sa:monitoring/agent');
    expect(findingsOf(check, [clusterRole('agent', proxy), local])).toEqual([]);
  });
});
