import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'dangling-roleref';
const wholeCluster = { input: 'cluster' } as const;
const campaign = roleBinding('shop', 'campaign', 'Role/campaign-editor', 'user:tomas');
const makesRoles = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['create'] };

describe('dangling-roleref', () => {
  it('is a note for manifests, whose roles may live elsewhere', () => {
    expect(titlesIn(check, 'fires')).toEqual(['RoleBinding shop/campaign refers to Role/campaign-editor, which is not in the input']);
    expect(findingOf(check, [campaign]).severity).toBe('info');
  });

  it('passes over roles that are there, and over default roles', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is low in a whole cluster', () => {
    expect(findingOf(check, [campaign], wholeCluster)).toMatchObject({
      severity: 'low',
      title: 'RoleBinding shop/campaign refers to Role/campaign-editor, which does not exist',
      object: { kind: 'RoleBinding', namespace: 'shop', name: 'campaign' },
    });
  });

  it('is medium where somebody who is no admin may create that role', () => {
    const maker = (namespace: string) => [role(namespace, 'maker', makesRoles), roleBinding(namespace, 'maker', 'Role/maker', 'user:ines')];
    expect(way(findingOf(check, [campaign, ...maker('shop')], wholeCluster))).toEqual(['claimable: low -> medium']);
    expect(findingOf(check, [campaign, ...maker('clinic')], wholeCluster).severity).toBe('low');
    const named = role('shop', 'maker', { ...makesRoles, resourceNames: ['campaign-editor'] });
    expect(findingOf(check, [campaign, named, roleBinding('shop', 'maker', 'Role/maker', 'user:ines')], wholeCluster).severity).toBe('low');
    const everything = clusterRole(
      'everything',
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    );
    const admin = clusterRoleBinding('admins', 'ClusterRole/everything', 'user:ines');
    expect(findingOf(check, [campaign, everything, admin], wholeCluster).severity).toBe('low');
    const everywhere = [clusterRole('maker', makesRoles), clusterRoleBinding('maker', 'ClusterRole/maker', 'user:ines')];
    expect(findingOf(check, [campaign, ...everywhere], wholeCluster).severity).toBe('medium');
  });

  it('does not look for the role in another namespace or under another kind', () => {
    const elsewhere = [role('clinic', 'campaign-editor', makesRoles), clusterRole('campaign-editor', makesRoles)];
    expect(findingsOf(check, [campaign, ...elsewhere], wholeCluster)).toHaveLength(1);
  });

  it('says that a ClusterRoleBinding never refers to a Role', () => {
    const odd = clusterRoleBinding('odd', 'Role/campaign-editor', 'user:tomas');
    expect(findingOf(check, [odd], wholeCluster).detail).toContain('No role can be meant');
  });

  it.each([
    ['create and patch of that name, which server-side apply takes', ['create', 'patch'], 'gone', 'medium'],
    ['create and update of that name', ['create', 'update'], 'gone', 'medium'],
    ['create of that name alone, which allows nothing', ['create'], 'gone', 'low'],
    ['another name', ['create', 'patch'], 'other', 'low'],
  ])('looks at %s', (_what, verbs, name, severity) => {
    const objects = [
      roleBinding('shop', 'waiting', 'Role/gone', 'user:jonas'),
      role('shop', 'maker', { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs, resourceNames: [name] }),
      roleBinding('shop', 'maker', 'Role/maker', 'user:mara'),
    ];
    expect(findingOf('dangling-roleref', objects, { input: 'cluster' }).severity).toBe(severity);
  });
});
