import type { BindingManifest, Manifest, ManifestRule } from '../../model/proposal.ts';
import { isRoleManifest } from './read-manifest.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/** Why an API server would refuse an object (pkg/apis/rbac/validation), as far as it can be told from the object alone; empty for a valid one. */
export function objectionsTo(manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  const namespaced = kind === 'Role' || kind === 'RoleBinding';
  return [
    ...(isPathSegment(metadata.name) ? [] : [`${JSON.stringify(metadata.name)} is no name for a ${kind}`]),
    ...(namespaced === (metadata.namespace !== undefined) ? [] : [namespaced ? 'it has no namespace' : 'it has a namespace']),
    ...(metadata.namespace === undefined || isDnsLabel(metadata.namespace)
      ? []
      : [`${JSON.stringify(metadata.namespace)} is no name for a namespace`]),
    ...(isRoleManifest(manifest) ? manifest.rules.flatMap((rule) => objectionsToRule(rule, namespaced)) : objectionsToBinding(manifest)),
  ];
}

/** ValidatePolicyRule. */
function objectionsToRule(
  { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: ManifestRule,
  namespaced: boolean,
): string[] {
  if (verbs.length === 0) return ['a rule has no verbs'];
  if (nonResourceURLs.length > 0) {
    if (namespaced) return ['a rule of a Role names URLs'];
    return apiGroups.length + resources.length + resourceNames.length > 0 ? ['a rule names both resources and URLs'] : [];
  }
  return [...(apiGroups.length > 0 ? [] : ['a rule has no API groups']), ...(resources.length > 0 ? [] : ['a rule has no resources'])];
}

/** ValidateRoleBinding, ValidateClusterRoleBinding. */
function objectionsToBinding({ kind, roleRef, subjects }: BindingManifest): string[] {
  return [
    ...(roleRef.apiGroup === apiGroup ? [] : ['its role is of another API group']),
    ...(roleRef.kind === 'ClusterRole' || kind === 'RoleBinding' ? [] : ['a ClusterRoleBinding refers to a Role']),
    ...(isPathSegment(roleRef.name) ? [] : [`${JSON.stringify(roleRef.name)} is no name for a role`]),
    ...subjects.flatMap((subject) => objectionsToSubject(subject, kind)),
  ];
}

/** ValidateRoleBindingSubject. */
function objectionsToSubject(
  { kind, apiGroup: group = '', namespace = '', name }: BindingManifest['subjects'][number],
  bound: string,
): string[] {
  if (name === '') return ['a subject has no name'];
  if (kind === 'User' || kind === 'Group') return group === apiGroup ? [] : [`subject ${kind} ${name} is of another API group`];
  if (kind !== 'ServiceAccount') return [`${JSON.stringify(kind)} is no kind of subject`];
  if (group !== '') return [`subject ServiceAccount ${name} is of another API group`];
  if (!isDnsSubdomain(name)) return [`${JSON.stringify(name)} is no name for a ServiceAccount`];
  return namespace === '' && bound === 'ClusterRoleBinding' ? [`subject ServiceAccount ${name} has no namespace`] : [];
}

/** path.ValidatePathSegmentName. */
function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}

function isDnsLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name);
}

function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(name);
}
