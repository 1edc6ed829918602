import type { Origin } from './position.ts';
import type { Rule } from './rule.ts';

export type RoleKind = 'Role' | 'ClusterRole';

/** Names a Role (with its namespace) or a ClusterRole (without). */
export interface RoleRef {
  kind: RoleKind;
  namespace?: string;
  name: string;
}

/** A metav1.LabelSelector; requirements of both lists must all hold, an empty selector selects everything. */
export interface LabelSelector {
  matchLabels: ReadonlyMap<string, string>;
  matchExpressions: readonly LabelRequirement[];
}

/** One `matchExpressions` entry; an operator other than the four of Kubernetes makes the selector invalid and is refused at the door. */
export interface LabelRequirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  values: readonly string[];
}

/** A Role or ClusterRole. `aggregation` holds the clusterRoleSelectors where the object has an aggregationRule. */
export interface Role extends RoleRef {
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  rules: readonly Rule[];
  aggregation?: readonly LabelSelector[];
  origins: readonly Origin[];
  /** True for a default role of Kubernetes that was added from facts, not read from the input. */
  builtin?: boolean;
}

/** A string that is the same for the same role, and sorts by kind, namespace, name. */
export function roleKey(role: RoleRef): string {
  return `${role.kind}\u0000${role.namespace ?? ''}\u0000${role.name}`;
}

/** Tells roles from other objects. */
export function isRoleRef(ref: { kind: string; namespace?: string; name: string }): ref is RoleRef {
  return ref.kind === 'Role' || ref.kind === 'ClusterRole';
}

/** How people see a role or a binding: `ClusterRole/edit`, `Role/reader` (its namespace is that of the binding). */
export function kindAndName(object: { kind: string; name: string }): string {
  return `${object.kind}/${object.name}`;
}
