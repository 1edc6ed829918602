import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'clusterrole-non-admin-namespaced-use';

describe('clusterrole-non-admin-namespaced-use', () => {
  it('finds ClusterRoles that are used in a namespace', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User mara can use ClusterRole/admin in clinic']);
  });

  it('passes over Roles and over admins', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it.each([
    ['view', 'info'],
    ['edit', 'info'],
    ['admin', 'medium'],
    ['cluster-admin', 'high'],
  ])('of %s is %s', (name, severity) => {
    expect(findingOf(check, [roleBinding('clinic', 'use', `ClusterRole/${name}`, 'user:mara')]).severity).toBe(severity);
  });

  it('is high where somebody weaker may change that very role', () => {
    const shared = clusterRole('shared', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] });
    const use = roleBinding('clinic', 'use', 'ClusterRole/shared', 'user:mara');
    const maintain = (...resourceNames: string[]) => [
      clusterRole('maintainer', {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        verbs: ['update'],
        resourceNames,
      }),
      clusterRoleBinding('maintainers', 'ClusterRole/maintainer', 'user:tomas'),
    ];
    const mutable = findingOf(check, [shared, use, ...maintain('shared')]);
    expect(way(mutable)).toEqual(['mutable-role: info -> high']);
    expect(mutable.evidence.map(({ binding }) => binding?.name)).toEqual(['use', 'maintainers']);
    expect(findingOf(check, [shared, use, ...maintain('other')]).severity).toBe('info');
    const [maintainer] = maintain('shared');
    const inNamespace = roleBinding('clinic', 'maintainers', 'ClusterRole/maintainer', 'user:tomas');
    expect(findingsOf(check, [shared, use, maintainer ?? {}, inNamespace]).map(({ severity }) => severity)).toEqual(['info', 'info']);
    const alsoHolds = clusterRoleBinding('also', 'ClusterRole/shared', 'user:tomas');
    expect(findingOf(check, [shared, use, ...maintain('shared'), alsoHolds]).severity).toBe('info');
  });

  it('says which rules are without effect, and that aggregated roles can grow', () => {
    const mixed = clusterRole(
      'mixed',
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
    );
    expect(findingOf(check, [mixed, roleBinding('clinic', 'use', 'ClusterRole/mixed', 'user:mara')]).detail).toContain(
      'rules[1] grants nothing',
    );
    expect(findingOf(check, [roleBinding('clinic', 'use', 'ClusterRole/view', 'user:mara')]).detail).toContain('aggregated');
  });
});
