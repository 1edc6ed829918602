import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'pods-eviction-delete';
const remove = { apiGroups: [''], resources: ['pods'], verbs: ['delete'] };
const nodes = { apiGroups: [''], resources: ['nodes'], verbs: ['update'] };
const everywhere = (name: string, rule: PolicyRule, subject = 'user:ines') => [
  clusterRole(name, rule),
  clusterRoleBinding(name, `ClusterRole/${name}`, subject),
];

describe('pods-eviction-delete', () => {
  it('finds who can delete pods', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/restarter can delete or evict pods in shop']);
  });

  it('is medium cluster-wide, low in a namespace, high in kube-system', () => {
    const severityIn = (namespace: string) =>
      findingOf(check, [clusterRole('drain', remove), roleBinding(namespace, 'drain', 'ClusterRole/drain', 'user:ines')]).severity;
    expect(findingOf(check, everywhere('drain', remove)).severity).toBe('medium');
    expect([severityIn('shop'), severityIn('kube-system'), severityIn('openshift-dns')]).toEqual(['low', 'high', 'medium']);
  });

  it('is high for who can change nodes too', () => {
    expect(findingOf(check, [...everywhere('drain', remove), ...everywhere('nodes', nodes)]).severity).toBe('high');
    const inShop = [role('shop', 'drain', remove), roleBinding('shop', 'drain', 'Role/drain', 'user:ines')];
    expect(way(findingOf(check, [...inShop, ...everywhere('nodes', nodes)]))).toEqual([
      'namespace: medium -> low',
      'nodes-write: low -> high',
    ]);
  });

  it('but not for who can change nodes in a namespace, where there are none, nor where others can', () => {
    const local = [clusterRole('nodes', nodes), roleBinding('shop', 'nodes', 'ClusterRole/nodes', 'user:ines')];
    expect(findingOf(check, [...everywhere('drain', remove), ...local]).severity).toBe('medium');
    expect(findingOf(check, [...everywhere('drain', remove), ...everywhere('nodes', nodes, 'user:jonas')]).severity).toBe('medium');
  });

  it('says both of the group that may delete and of the member that may change nodes besides', () => {
    const found = findingsOf(check, [
      ...everywhere('drain', remove, 'group:system:serviceaccounts:ops'),
      ...everywhere('nodes', nodes, 'sa:ops/drainer'),
    ]);
    expect(found.map(({ subject, severity }) => `${subject?.name} ${severity}`)).toEqual([
      'system:serviceaccounts:ops high',
      'drainer high',
    ]);
    expect(found.map((finding) => way(finding))).toEqual([['everyone: medium -> high'], ['nodes-write: medium -> high']]);
  });
});
