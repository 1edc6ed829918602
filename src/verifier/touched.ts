import type { Access } from '../analyzer/access/access.ts';
import { bindingOfManifest, isRoleManifest } from '../analyzer/access/read-manifest.ts';
import { type Binding, bindingKey, isBindingRef } from '../model/binding.ts';
import type { Draft } from '../model/proposal.ts';
import { type Role, type RoleRef, roleKey } from '../model/role.ts';
import { Aggregators } from './aggregators.ts';
import type { Held } from './box.ts';
import { type ChangedRoles, changedRoles } from './changed-roles.ts';

/** A snapshot's access, arranged so that a change finds what it touches. */
export interface Before {
  access: Access;
  /** By key; differing copies of one binding all count. */
  bindings: ReadonlyMap<string, readonly Binding[]>;
  /** All bindings by the key of the role that they refer to, there or not: a new role would bring a dangling binding to life. */
  referring: ReadonlyMap<string, readonly Binding[]>;
  aggregators: Aggregators;
}

/** A binding that comes, goes or changes, or whose role does; a side is empty where it does not exist. */
export interface Touched {
  before: Held[];
  after: Held[];
}

export function arrange(access: Access): Before {
  return {
    access,
    bindings: Map.groupBy(access.bindings, bindingKey),
    referring: Map.groupBy(access.bindings, (binding) => keyOf(targetOf(binding))),
    aggregators: new Aggregators(access.roles),
  };
}

/**
 * The bindings that drafts touch when they are applied together, by key. What the drafts remove is gone, and what they
 * create is there, also over an object of the same name.
 */
export function touchedBy(drafts: readonly Draft[], { access, bindings, referring, aggregators }: Before): Map<string, Touched> {
  const roles = changedRoles(drafts, access, aggregators);
  const changed = new Map<string, Binding[]>();
  for (const ref of drafts.flatMap((draft) => draft.removes)) if (isBindingRef(ref)) changed.set(bindingKey(ref), []);
  for (const manifest of drafts.flatMap((draft) => draft.creates)) {
    if (isRoleManifest(manifest)) continue;
    const binding = bindingOfManifest(manifest);
    changed.set(bindingKey(binding), [binding]);
  }

  const withChangedRole = [...roles.keys()].flatMap((key) => referring.get(key) ?? []).map(bindingKey);
  const touched = new Map<string, Touched>();
  for (const key of [...changed.keys(), ...withChangedRole]) {
    const before = bindings.get(key) ?? [];
    const after = changed.get(key) ?? before;
    touched.set(key, {
      before: before.map((binding) => ({ binding, role: access.roleOf(binding) })),
      after: after.map((binding) => ({ binding, role: roleAfter(binding, roles, access) })),
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
