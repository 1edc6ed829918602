import type { FieldPath } from '../../model/position.ts';
import { isFields } from '../fields.ts';
import type { Admitted } from './admitted.ts';
import { admitAwsAuth, isAwsAuth } from './aws-auth.ts';
import { admitBinding } from './binding.ts';
import { Candidate, type Provenance, typeName } from './candidate.ts';
import { admitCustomResource } from './custom-resource.ts';
import { admitNamespace, admitServiceAccount } from './namespace.ts';
import { admitRole } from './role.ts';
import { admitWorkload, hasPodTemplate } from './workload.ts';

/** Lists may hold lists; deeper nesting than this is no dump but an attack with aliases. */
const maxListDepth = 3;
const rbacGroup = 'rbac.authorization.k8s.io';

/**
 * The one door for untrusted data: takes any value, adds what it holds to `admitted`, and reports what is malformed as
 * gaps, keeping the good part: a role whose one rule is wrong keeps the others. Lists (`List`, `RoleList` …) are opened.
 * Kinds that do not matter are passed over; Secrets are never looked into.
 */
export function admit(value: unknown, from: Provenance, defaultNamespace: string, admitted: Admitted): void {
  open(value, [], undefined);

  function open(item: unknown, path: FieldPath, listed: Type | undefined, depth = 0): void {
    const candidate = new Candidate(isFields(item) ? item : {}, path, from, defaultNamespace, admitted);
    if (!isFields(item)) {
      const message = `${typeName(item)} stands where a Kubernetes object is needed`;
      candidate.gap([], 'malformed-object', message, 'every document is an object with apiVersion and kind');
      return;
    }
    const kind = typeof item.kind === 'string' ? item.kind : listed?.kind;
    const apiVersion = typeof item.apiVersion === 'string' ? item.apiVersion : (listed?.apiVersion ?? '');
    if (kind === undefined) return;
    if (kind.endsWith('List') && 'items' in item) openList(candidate, { kind, apiVersion }, path, depth);
    else {
      admitted.objects++;
      admitKind(candidate, kind, apiVersion);
    }
  }

  function openList(candidate: Candidate, { kind, apiVersion }: Type, path: FieldPath, depth: number): void {
    const { items } = candidate.fields;
    if (items === null) return;
    if (!Array.isArray(items) || depth >= maxListDepth) {
      const nested = `lists nested more than ${maxListDepth} deep`;
      const message = Array.isArray(items) ? nested : `${kind}.items is ${typeName(items)}; a list is needed`;
      candidate.gap(['items'], 'malformed-object', message, 'the list was left out');
      return;
    }
    // Items of a typed list, such as an API server's RoleList, do not repeat their kind.
    const itemType = kind === 'List' ? undefined : { kind: kind.slice(0, -'List'.length), apiVersion };
    for (const [index, item] of items.entries()) open(item, [...path, 'items', index], itemType, depth + 1);
  }
}

interface Type {
  kind: string;
  apiVersion: string;
}

function admitKind(candidate: Candidate, kind: string, apiVersion: string): void {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (group === rbacGroup) admitRbac(candidate, kind);
  else if (group === '' && rbacKinds.has(kind)) refuseVersion(candidate, kind, apiVersion);
  else if (group === '' && kind === 'Namespace') admitNamespace(candidate);
  else if (group === '' && kind === 'ServiceAccount') admitServiceAccount(candidate);
  else if (group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition') admitCustomResource(candidate);
  else if (group === '' && kind === 'ConfigMap' && isAwsAuth(candidate)) admitAwsAuth(candidate);
  else if (hasPodTemplate(group, kind)) admitWorkload(candidate, group, kind);
}

function admitRbac(candidate: Candidate, kind: string): void {
  if (kind === 'Role' || kind === 'ClusterRole') admitRole(candidate, kind);
  else if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') admitBinding(candidate, kind);
}

const rbacKinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** An object that is meant as RBAC but that kubectl would not take. */
function refuseVersion(candidate: Candidate, kind: string, apiVersion: string): void {
  const what = apiVersion === '' ? `${kind} without apiVersion` : `${kind} with an apiVersion of another group`;
  candidate.gap([], 'malformed-object', what, `write apiVersion: ${rbacGroup}/v1; the object was left out`);
}
