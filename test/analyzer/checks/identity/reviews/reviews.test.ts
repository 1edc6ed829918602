import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('reviews', () => {
  it.each([
    ['tokenreview-create', 'SA shop/metrics can ask whose a token is in all namespaces'],
    ['sar-create', 'SA shop/metrics can ask what others may do in all namespaces'],
  ])('%s: %s', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  it('is low, also in one namespace', () => {
    const asker = role('shop', 'asker', {
      apiGroups: ['authorization.k8s.io'],
      resources: ['localsubjectaccessreviews'],
      verbs: ['create'],
    });
    expect(findingOf('sar-create', [asker, roleBinding('shop', 'asker', 'Role/asker', 'user:ines')]).severity).toBe('low');
  });

  it('leaves out the default role that is made for it, and no copy of it', () => {
    const rules = [
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ];
    const found = (name: string) => {
      const binding = clusterRoleBinding('asker', `ClusterRole/${name}`, 'sa:shop/metrics');
      return ['tokenreview-create', 'sar-create'].map((id) => findingsOf(id, [clusterRole('copy', ...rules), binding]).length);
    };
    expect([found('system:auth-delegator'), found('copy')]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});
