import type { Origin } from './position.ts';

export type BindingKind = 'RoleBinding' | 'ClusterRoleBinding';

/** Names a RoleBinding (with its namespace) or a ClusterRoleBinding (without). */
export interface BindingRef {
  kind: BindingKind;
  namespace?: string;
  name: string;
}

/** A subject as written in a binding: `kind` may be anything, `namespace` may be missing. */
export interface BoundSubject {
  kind: string;
  namespace?: string;
  name: string;
}

/** A RoleBinding or ClusterRoleBinding. The roleRef is as written: its kind may be anything, its role may be missing. */
export interface Binding extends BindingRef {
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  subjects: readonly BoundSubject[];
  roleRef: { kind: string; name: string };
  origins: readonly Origin[];
  /** True for a default binding of Kubernetes that was added from facts, not read from the input. */
  builtin?: boolean;
}

/** A string that is the same for the same binding, and sorts by kind, namespace, name. */
export function bindingKey(binding: BindingRef): string {
  return `${binding.kind}\u0000${binding.namespace ?? ''}\u0000${binding.name}`;
}

/** Tells bindings from other objects. */
export function isBindingRef(ref: { kind: string; namespace?: string; name: string }): ref is BindingRef {
  return ref.kind === 'RoleBinding' || ref.kind === 'ClusterRoleBinding';
}
