import { describe, expect, it } from 'vitest';
import { objectionsTo } from '../../../src/analyzer/access/valid.ts';
import type { BindingManifest, ManifestRule, RoleManifest } from '../../../src/model/proposal.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;
const pods: ManifestRule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

function role(
  rules: ManifestRule[],
  kind: RoleManifest['kind'] = 'Role',
  name = 'nurse',
  namespace = kind === 'Role' ? 'clinic' : undefined,
): RoleManifest {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, rules };
}

type Subject = BindingManifest['subjects'][number];

function binding(
  subjects: Subject[],
  kind: BindingManifest['kind'] = 'RoleBinding',
  roleRef: Partial<BindingManifest['roleRef']> = {},
): BindingManifest {
  const namespace = kind === 'RoleBinding' ? { namespace: 'clinic' } : {};
  return {
    apiVersion,
    kind,
    metadata: { name: 'ward', ...namespace },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'nurse', ...roleRef },
    subjects,
  };
}

const kim: Subject = { kind: 'User', apiGroup, name: 'kim' };

describe('what an API server takes', () => {
  it.each([
    ['a Role', role([pods])],
    ['a ClusterRole with URLs', role([pods, { nonResourceURLs: ['/metrics'], verbs: ['get'] }], 'ClusterRole')],
    ['a role without rules', role([])],
    ['a name with colons and capitals', role([pods], 'ClusterRole', 'system:Nurse')],
    ['subjects of all kinds', binding([kim, { kind: 'Group', apiGroup, name: 'nurses' }, { kind: 'ServiceAccount', name: 'till' }])],
    [
      'a ServiceAccount with its namespace everywhere',
      binding([{ kind: 'ServiceAccount', namespace: 'clinic', name: 'till.v2' }], 'ClusterRoleBinding'),
    ],
    ['a binding of nobody', binding([])],
  ])('%s', (_, manifest) => {
    expect(objectionsTo(manifest)).toEqual([]);
  });
});

describe('what it refuses', () => {
  it.each([
    ['a name that is no path segment', role([pods], 'ClusterRole', 'a/b'), '"a/b" is no name for a ClusterRole'],
    ['a name that means a folder', role([pods], 'ClusterRole', '..'), '".." is no name for a ClusterRole'],
    ['a percent sign in a name', role([pods], 'ClusterRole', '50%'), '"50%" is no name for a ClusterRole'],
    ['a namespace that is no DNS label', role([pods], 'Role', 'nurse', 'Clinic'), '"Clinic" is no name for a namespace'],
    ['a Role without a namespace', { ...role([pods]), metadata: { name: 'nurse' } }, 'it has no namespace'],
    ['a ClusterRole with one', role([pods], 'ClusterRole', 'nurse', 'clinic'), 'it has a namespace'],
    ['a rule without verbs', role([{ ...pods, verbs: [] }]), 'a rule has no verbs'],
    ['a rule without groups', role([{ resources: ['pods'], verbs: ['get'] }]), 'a rule has no API groups'],
    ['a rule without resources', role([{ apiGroups: [''], verbs: ['get'] }]), 'a rule has no resources'],
    ['URLs in a Role', role([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]), 'a rule of a Role names URLs'],
    [
      'resources and URLs in one rule',
      role([{ ...pods, nonResourceURLs: ['/metrics'] }], 'ClusterRole'),
      'a rule names both resources and URLs',
    ],
    ['a Role bound everywhere', binding([kim], 'ClusterRoleBinding', { kind: 'Role' }), 'a ClusterRoleBinding refers to a Role'],
    ['a role of another group', binding([kim], 'RoleBinding', { apiGroup: 'v1' }), 'its role is of another API group'],
    ['a role without a name', binding([kim], 'RoleBinding', { name: '' }), '"" is no name for a role'],
    ['a subject of a kind of its own', binding([{ kind: 'Nurse', name: 'kim' }]), '"Nurse" is no kind of subject'],
    ['a subject without a name', binding([{ ...kim, name: '' }]), 'a subject has no name'],
    ['a user of another group', binding([{ kind: 'User', name: 'kim' }]), 'subject User kim is of another API group'],
    [
      'a ServiceAccount of a group',
      binding([{ kind: 'ServiceAccount', apiGroup, name: 'till' }]),
      'subject ServiceAccount till is of another API group',
    ],
    ['a ServiceAccount that cannot be', binding([{ kind: 'ServiceAccount', name: 'Till_1' }]), '"Till_1" is no name for a ServiceAccount'],
    [
      'a ServiceAccount of nowhere',
      binding([{ kind: 'ServiceAccount', name: 'till' }], 'ClusterRoleBinding'),
      'subject ServiceAccount till has no namespace',
    ],
  ])('%s', (_, manifest, objection) => {
    expect(objectionsTo(manifest)).toEqual([objection]);
  });
});
