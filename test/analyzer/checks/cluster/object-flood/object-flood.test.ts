import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('object-flood', () => {
  const objects = (subject: string) => [
    role('shop', 'jobs', { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }),
    roleBinding('shop', 'jobs', 'Role/jobs', subject),
  ];

  it('finds a group that everybody is in', () => {
    expect(titlesIn('object-flood', 'fires')).toEqual(['Group system:authenticated can create any number of objects in shop']);
  });

  it('passes over those who were chosen', () => {
    expect(titlesIn('object-flood', 'quiet')).toEqual([]);
  });

  it('is low, and worse for those who are not even logged in', () => {
    const severityOf = (subject: string) => findingOf('object-flood', objects(subject)).severity;
    expect(['sa:shop/default', 'group:system:serviceaccounts:shop', 'user:system:anonymous'].map(severityOf)).toEqual([
      'low',
      'low',
      'critical',
    ]);
  });

  it.each([
    ['custom resources', { apiGroups: ['shop.example'], resources: ['orders'], verbs: ['create'] }, 1],
    ['one kind of Kubernetes’ own', { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }, 1],
    ['what is stored nowhere', { apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'], verbs: ['create'] }, 0],
    ['a subresource', { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] }, 0],
    ['names, with which create allows nothing', { apiGroups: [''], resources: ['configmaps'], verbs: ['create'], resourceNames: ['a'] }, 0],
  ])('of %s', (_what, rule, count) => {
    const objects = [clusterRole('maker', rule), clusterRoleBinding('maker', 'ClusterRole/maker', 'group:system:authenticated')];
    expect(findingsOf('object-flood', objects)).toHaveLength(count);
  });
});
