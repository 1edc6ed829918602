import { isDefaultBindingName } from '../../../facts/expected.ts';
import type { RoleKind } from '../../../model/role.ts';
import { creations } from '../creations.ts';
import type { Node } from '../graph.ts';
import { type Combination, clusterWide, forName, type Holder, type Need, namesIn, type Reason, type Right, together } from '../holder.ts';
import { everyNamespace, everywhere, inNamespaces, type Reach } from '../reach.ts';
import type { RightId } from '../rights.ts';
import type { Step, World } from '../step.ts';

/** The rights on bindings of one kind. */
interface BindingRights {
  create: RightId;
  change: RightId;
  /** ClusterRoleBindings are written outside namespaces. */
  isClusterWide: boolean;
}

const kinds: readonly BindingRights[] = [
  { create: 'create-clusterrolebindings', change: 'change-clusterrolebindings', isClusterWide: true },
  { create: 'create-rolebindings', change: 'change-rolebindings', isClusterWide: false },
];

/**
 * Whoever may `bind` a role and write a binding gives that role to themselves, whatever it holds (policybased/storage.go and
 * rbac/escalation_check.go BindingAuthorized): by a new binding, or by joining the subjects of one that refers to it.
 * `bind` is asked in the namespace of the binding.
 */
export function* bindings(holder: Holder, world: World): Generator<Step> {
  for (const roleKind of ['ClusterRole', 'Role'] as const) {
    const binding = holder.all(roleKind === 'ClusterRole' ? 'bind-clusterroles' : 'bind-roles');
    if (binding.length === 0) continue;
    yield* byNewBinding(roleKind, binding, holder, world);
    for (const kind of kinds) {
      if (roleKind === 'ClusterRole' || !kind.isClusterWide) yield* byJoining(roleKind, binding, kind, holder, world);
    }
  }
}

/** The ways to make a binding to roles that the given rights may bind; `more` is needed besides. */
export function* newBindings(
  roleKind: RoleKind,
  binding: readonly Right[],
  holder: Holder,
  more: readonly Need[] = [],
): Generator<Combination> {
  for (const { create, change, isClusterWide } of kinds) {
    // A ClusterRoleBinding cannot refer to a Role.
    if (isClusterWide && roleKind === 'Role') continue;
    for (const { needs: making } of creations(holder, create, change)) {
      const lists = isClusterWide ? [binding, ...making].map((list) => clusterWide(list)) : [binding, ...making];
      for (const { reach, needs } of together(holder, ...lists, ...more)) yield { reach: isClusterWide ? everywhere : reach, needs };
    }
  }
}

function* byNewBinding(roleKind: RoleKind, binding: readonly Right[], holder: Holder, world: World): Generator<Step> {
  for (const [name, rights] of byRoleName(roleKind, binding, world)) {
    for (const { reach, needs } of newBindings(roleKind, rights, holder)) {
      const to = roleGiven(roleKind, name, reach, world);
      if (to) yield { kind: 'bind', to, needs };
    }
  }
}

/** The rights by the name of a role that they are for; undefined stands for any role, and then for the ClusterRoles that allow everything. */
function byRoleName(roleKind: RoleKind, binding: readonly Right[], { fullRoles }: World): [string | undefined, readonly Right[]][] {
  const isFull = (name: string) => roleKind === 'ClusterRole' && fullRoles.has(name);
  const names = [...namesIn(binding)];
  const any = binding.filter((right) => right.names === undefined || right.names.some(isFull));
  return [
    ...(any.length === 0 ? [] : [[undefined, any] as [undefined, readonly Right[]]]),
    ...names.filter((name) => !isFull(name)).map((name): [string, readonly Right[]] => [name, forName(binding, name)]),
  ];
}

function roleGiven(kind: RoleKind, name: string | undefined, reach: Reach, { access, places }: World): Node | undefined {
  if (kind === 'ClusterRole') {
    if (name === undefined) return places.everything(reach);
    const role = access.role({ kind, name });
    return role && places.role(role, reach);
  }
  if (name === undefined || reach === everyNamespace) return places.rolesIn(reach, name);
  const role = access.role({ kind, namespace: reach, name });
  return role && places.role(role, reach);
}

function* byJoining(roleKind: RoleKind, binding: readonly Right[], kind: BindingRights, holder: Holder, world: World): Generator<Step> {
  const changing = holder.all(kind.change);
  const scoped = <T extends Reason>(list: readonly T[]) => (kind.isClusterWide ? clusterWide(list) : list);
  const place = (reach: Reach) => (kind.isClusterWide ? everywhere : reach);
  const free = scoped(changing.filter(({ names }) => names === undefined));
  const ofAnyRole = scoped(binding.filter(({ names }) => names === undefined));
  for (const { reach, needs } of together(holder, ofAnyRole, free)) {
    yield { kind: 'bind', to: world.places.joinable(place(reach), roleKind), needs };
  }
  for (const name of namesIn(binding)) {
    for (const { reach, needs } of together(holder, scoped(forName(binding, name)), free)) {
      yield { kind: 'bind', to: world.places.joinable(place(reach), roleKind, name), needs };
    }
  }
  for (const right of scoped(changing)) yield* byJoiningNamed(roleKind, binding, right, kind, holder, world);
}

function* byJoiningNamed(
  roleKind: RoleKind,
  binding: readonly Right[],
  right: Right,
  kind: BindingRights,
  holder: Holder,
  world: World,
): Generator<Step> {
  for (const name of namesIn([right])) {
    for (const target of world.bindingsNamed(name)) {
      const isOfKind = (target.namespace === undefined) === kind.isClusterWide && target.roleRef.kind === roleKind;
      const role = isOfKind ? world.access.roleOf(target) : undefined;
      if (!role) continue;
      const reach = target.namespace ?? everywhere;
      const link: Reason = { reach, role, binding: target, holder: '', fixed: isDefaultBindingName(target) };
      const allowed = forName(binding, role.name);
      const lists = kind.isClusterWide ? [clusterWide(allowed), [right]] : [allowed, [right]];
      for (const found of together(holder, ...lists, [link])) {
        if (found.reach === inNamespaces(reach)) yield { kind: 'bind', to: world.places.role(role, reach), needs: found.needs };
      }
    }
  }
}
