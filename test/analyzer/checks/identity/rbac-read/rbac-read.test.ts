import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

const check = 'rbac-read';
const reader = clusterRole('reader', { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterrolebindings'], verbs: ['list'] });
const severityFor = (subject: string) => findingOf(check, [reader, clusterRoleBinding('reader', 'ClusterRole/reader', subject)]).severity;

describe(check, () => {
  it('finds who can read RBAC', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines can read roles and bindings in all namespaces']);
  });

  it('is info, low for all who log in, medium for those who do not', () => {
    expect(severityFor('user:ines')).toBe('info');
    expect(severityFor('group:system:authenticated')).toBe('low');
    expect(severityFor('user:system:anonymous')).toBe('medium');
    expect(severityFor('group:system:unauthenticated')).toBe('medium');
  });

  it('is implied by writing the same', () => {
    const writer = clusterRole('reader', { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['get', 'create'] });
    const objects = [writer, clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines')];
    expect(findingOf('roles-write', objects).implied).toContain(findingOf(check, objects).id);
  });
});
