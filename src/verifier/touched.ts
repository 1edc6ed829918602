import type { Access } from '../analyzer/access/access.ts';
import { type Binding, type BindingRef, bindingKey } from '../model/binding.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { Draft } from '../model/proposal.ts';
import { type Role, type RoleRef, roleKey } from '../model/role.ts';
import type { Held } from './box.ts';
import { type ChangedRoles, changedRoles } from './changed-roles.ts';
import { bindingOfManifest, isRoleManifest } from './read-manifest.ts';

/** A snapshot's access, arranged so that a change finds what it touches. */
export interface Before {
  access: Access;
  bindings: ReadonlyMap<string, Binding>;
  /** All bindings by the key of the role that they refer to, there or not: a new role would bring a dangling binding to life. */
  referring: ReadonlyMap<string, readonly Binding[]>;
  aggregated: readonly Role[];
}

/** A binding that comes, goes or changes, or whose role does, on the sides on which it exists. */
export interface Touched {
  before: Held | undefined;
  after: Held | undefined;
}

export function arrange(access: Access): Before {
  return {
    access,
    bindings: new Map(access.bindings.map((binding) => [bindingKey(binding), binding])),
    referring: Map.groupBy(access.bindings, (binding) => keyOf(targetOf(binding))),
    aggregated: access.roles.filter((role) => role.aggregation !== undefined),
  };
}

/**
 * The bindings that drafts touch when they are applied together, by key. What the drafts remove is gone, and what they
 * create is there, also over an object of the same name.
 */
export function touchedBy(drafts: readonly Draft[], { access, bindings, referring, aggregated }: Before): Map<string, Touched> {
  const roles = changedRoles(drafts, access, aggregated);
  const next = new Map<string, Binding | undefined>();
  for (const key of roles.keys()) for (const binding of referring.get(key) ?? []) next.set(bindingKey(binding), binding);
  for (const ref of drafts.flatMap((draft) => draft.removes)) if (isBindingRef(ref)) next.set(bindingKey(ref), undefined);
  for (const manifest of drafts.flatMap((draft) => draft.creates)) {
    if (isRoleManifest(manifest)) continue;
    const binding = bindingOfManifest(manifest);
    next.set(bindingKey(binding), binding);
  }

  const touched = new Map<string, Touched>();
  for (const [key, after] of next) {
    const before = bindings.get(key);
    touched.set(key, {
      before: before && { binding: before, role: access.roleOf(before) },
      after: after && { binding: after, role: roleAfter(after, roles, access) },
    });
  }
  return touched;
}

function roleAfter(binding: Binding, changed: ChangedRoles, access: Access): Role | undefined {
  const target = targetOf(binding);
  if (!target) return undefined;
  return changed.has(roleKey(target)) ? changed.get(roleKey(target)) : access.role(target);
}

/** The role that a binding refers to (rule.go GetRoleReferenceRules): a Role of its own namespace or a ClusterRole, there or not. */
function targetOf({ roleRef, namespace }: Binding): RoleRef | undefined {
  if (roleRef.kind === 'ClusterRole') return { kind: 'ClusterRole', name: roleRef.name };
  return roleRef.kind === 'Role' && namespace !== undefined ? { kind: 'Role', namespace, name: roleRef.name } : undefined;
}

function keyOf(target: RoleRef | undefined): string {
  return target ? roleKey(target) : '';
}

function isBindingRef(ref: ObjectRef): ref is BindingRef {
  return ref.kind === 'RoleBinding' || ref.kind === 'ClusterRoleBinding';
}
