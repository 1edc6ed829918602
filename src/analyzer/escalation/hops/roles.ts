import type { HopKind } from '../../../model/path.ts';
import type { RoleKind } from '../../../model/role.ts';
import { clusterWide, forName, type Holder, type Need, namesIn, type Reason, type Right, together, unnamed } from '../holder.ts';
import { inNamespaces } from '../reach.ts';
import type { RightId } from '../rights.ts';
import type { Step, World } from '../step.ts';
import { newBindings } from './bindings.ts';

interface RoleRightIds {
  kind: RoleKind;
  escalate: RightId;
  change: RightId;
  create: RightId;
  bind: RightId;
}

const kinds: readonly RoleRightIds[] = [
  {
    kind: 'ClusterRole',
    escalate: 'escalate-clusterroles',
    change: 'change-clusterroles',
    create: 'create-clusterroles',
    bind: 'bind-clusterroles',
  },
  { kind: 'Role', escalate: 'escalate-roles', change: 'change-roles', create: 'create-roles', bind: 'bind-roles' },
];

/**
 * Whoever may `escalate` a role and write it gives it any rights (rbac/escalation_check.go RoleEscalationAuthorized). That helps
 * those who are bound to it, to a ClusterRole that aggregates it, or to one of its name that does not exist yet, and those who
 * may bind it.
 */
export function* roles(holder: Holder, world: World): Generator<Step> {
  for (const ids of kinds) {
    const writing = new RoleWriting(ids, holder);
    if (writing.isImpossible) continue;
    for (const link of holder.allLinks()) yield* throughBinding(link, writing, holder, world);
    yield* byBinding(writing, holder, world);
  }
}

/** How a holder may write roles of one kind beyond its own rights. */
class RoleWriting {
  readonly ids: RoleRightIds;
  private readonly holder: Holder;
  private readonly escalating: readonly Right[];
  private readonly changing: readonly Right[];
  private readonly creating: readonly Right[];

  constructor(ids: RoleRightIds, holder: Holder) {
    // ClusterRoles are written outside namespaces.
    const rights = (id: RightId) => (ids.kind === 'ClusterRole' ? clusterWide(holder.all(id)) : [...holder.all(id)]);
    this.ids = ids;
    this.holder = holder;
    this.escalating = rights(ids.escalate);
    this.changing = rights(ids.change);
    this.creating = rights(ids.create);
  }

  get isImpossible(): boolean {
    return this.escalating.length === 0 || (this.changing.length === 0 && this.creating.length === 0);
  }

  /** What changing a role of this name takes. */
  change(name: string): Need[] {
    return [forName(this.escalating, name), forName(this.changing, name)];
  }

  /** What making a role takes: `escalate` is asked with the name of the request, and a request to create has none. */
  create(): Need[] {
    return [unnamed(this.escalating), unnamed(this.creating)];
  }

  /** What making a role of this name takes, by server-side apply too, whose requests have a name. */
  createNamed(name: string): Need[][] {
    const patches = forName(this.changing, name).filter(({ request }) => request.verb === 'patch');
    const named = this.creating.filter(({ names }) => names?.includes(name));
    return [this.create(), [forName(this.escalating, name), named, patches]];
  }

  /** What changing some role takes, whichever it is. */
  changeAny(): Need[] {
    return [unlimited(this.escalating), unlimited(this.changing)];
  }

  /** The names that changing is limited to. */
  names(): string[] {
    return [...namesIn([...this.escalating, ...this.changing])];
  }

  get bindRights(): readonly Right[] {
    return this.holder.all(this.ids.bind);
  }
}

interface Way {
  kind: HopKind;
  writes: Need[];
}

function* throughBinding(link: Reason, writing: RoleWriting, holder: Holder, world: World): Generator<Step> {
  const { role } = link;
  const { kind: roleKind, name } = role ?? link.binding?.roleRef ?? { kind: '', name: '' };
  if (roleKind !== writing.ids.kind) return;
  const ways: Way[] = [];
  if (role) ways.push({ kind: 'escalate', writes: writing.change(name) });
  else if (world.snapshot.complete.has(roleKind))
    ways.push(...writing.createNamed(name).map((writes) => ({ kind: 'claim-role' as const, writes })));
  if (role?.aggregation?.length) ways.push(...aggregated(name, writing, world).map((writes) => ({ kind: 'aggregate' as const, writes })));
  for (const { kind, writes } of ways) {
    for (const { reach, needs } of together(holder, ...writes, [link])) {
      if (reach === inNamespaces(link.reach)) yield { kind, to: world.places.everything(link.reach), needs };
    }
  }
}

/** Ways to write some other ClusterRole, to which a label is given that the aggregated one asks for. */
function aggregated(name: string, writing: RoleWriting, { access }: World): Need[][] {
  const existing = writing.names().filter((other) => other !== name && access.role({ kind: 'ClusterRole', name: other }));
  return [writing.create(), writing.changeAny(), ...existing.map((other) => writing.change(other))];
}

/** A role that the holder may both rewrite and bind. Who may bind all ClusterRoles binds cluster-admin and need not write one. */
function* byBinding(writing: RoleWriting, holder: Holder, world: World): Generator<Step> {
  const { bindRights } = writing;
  if (bindRights.length === 0) return;
  for (const name of namesIn(bindRights)) {
    for (const { reach, needs } of newBindings(writing.ids.kind, forName(bindRights, name), holder, writing.change(name))) {
      if (exists(writing.ids.kind, name, reach, world)) yield { kind: 'escalate', to: world.places.everything(reach), needs };
    }
  }
  if (writing.ids.kind === 'ClusterRole') return;
  for (const { reach, needs } of newBindings('Role', unlimited(bindRights), holder, writing.create())) {
    yield { kind: 'escalate', to: world.places.everything(reach), needs };
  }
}

/** In every namespace at once, one of that name will be somewhere, or can be made. */
function exists(kind: RoleKind, name: string, reach: string, { access }: World): boolean {
  if (kind === 'ClusterRole') return access.role({ kind, name }) !== undefined;
  return reach === '' || access.role({ kind, namespace: reach, name }) !== undefined;
}

function unlimited(rights: readonly Right[]): Right[] {
  return rights.filter(({ names }) => names === undefined);
}
