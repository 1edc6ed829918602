import type { Binding } from '../../model/binding.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { ResourcePattern } from '../access/access.ts';
import { everyNamespace, everywhere, inNamespaces, isWide, type Reach } from './reach.ts';
import type { RightId } from './rights.ts';

/**
 * One reason for a hop: a right that somebody holds by a binding, or that comes with a role that the attacker took (no binding).
 * Without `rule` it is the binding itself that counts: to be bound to its role, or to be able to change it.
 */
export interface Reason {
  reach: Reach;
  role: Role | undefined;
  rule?: Rule;
  binding?: Binding;
  /** Whom the binding names, where that is somebody who can take the hop. */
  subject?: Subject;
  /** The key of the holder; empty where the reason is nobody's right. */
  holder: string;
  /** True for what Kubernetes itself grants: taking it away is undone at the next start of the API server. */
  fixed: boolean;
}

/** A right that a holder has. */
export interface Right extends Reason {
  id: RightId;
  request: ResourcePattern;
  names: readonly string[] | undefined;
}

/** Any of these will do. */
export type Need = readonly Reason[];

/** What some identity, or whoever takes some role, can do: its own rights, and those of the groups that it is in for certain. */
export class Holder {
  readonly key: string;
  readonly groups: readonly Holder[];
  /** The bindings that name it, as reasons. */
  readonly links: readonly Reason[];
  /** Missing for the many who have none. */
  private readonly byId: ReadonlyMap<RightId, readonly Right[]> | undefined;
  private readonly byPlace = new Map<RightId, ReadonlyMap<Reach, readonly Right[]>>();
  private placesKnown: ReadonlySet<Reach> | undefined;

  constructor(key: string, rights: readonly Right[], links: readonly Reason[], groups: readonly Holder[]) {
    this.key = key;
    this.links = links;
    this.groups = groups;
    this.byId = rights.length === 0 ? undefined : Map.groupBy(rights, ({ id }) => id);
  }

  own(id: RightId): readonly Right[] {
    return this.byId?.get(id) ?? none;
  }

  /**
   * Its own rights and those of its groups, as far as they hold where something of its own does: with those of a group alone, the
   * group has the hop by itself. Groups of many namespaces have many members of one.
   */
  all(id: RightId): readonly Right[] {
    if (this.groups.length === 0) return this.own(id);
    return [...this.own(id), ...this.groups.flatMap((group) => group.within(id, this.places))];
  }

  private within(id: RightId, places: ReadonlySet<Reach>): readonly Right[] {
    const own = this.own(id);
    if (own.length === 0 || places.has(everyNamespace)) return own;
    let byPlace = this.byPlace.get(id);
    if (!byPlace) {
      byPlace = Map.groupBy(own, ({ reach }) => inNamespaces(reach));
      this.byPlace.set(id, byPlace);
    }
    const found = byPlace;
    return [...places, everyNamespace].flatMap((place) => found.get(place) ?? []);
  }

  /** The namespaces where something of its own holds, or every one. */
  private get places(): ReadonlySet<Reach> {
    this.placesKnown ??= new Set([...[...(this.byId?.values() ?? [])].flat(), ...this.links].map(({ reach }) => inNamespaces(reach)));
    return this.placesKnown;
  }

  allLinks(): readonly Reason[] {
    return [this, ...this.groups].flatMap((holder) => holder.links);
  }

  /** False for the many who hold nothing of use and gain nothing by being bound to a role that their groups may rewrite. */
  get mayHaveSteps(): boolean {
    return (
      this.byId !== undefined ||
      this.groups.some((group) => group.own('escalate-clusterroles').length + group.own('escalate-roles').length > 0)
    );
  }

  /** True for reasons that are its own; with those of a group alone, the group has the hop by itself. */
  isOwn(reason: Reason): boolean {
    return reason.holder === this.key;
  }
}

const none: readonly Right[] = [];

/** A way to have all that a hop needs, and where it holds. */
export interface Combination {
  reach: Reach;
  needs: readonly Need[];
}

/**
 * Where something of each list holds at once: in every namespace, or in single ones. A combination that rests on group rights
 * alone is left to the group.
 */
export function* together(holder: Holder, ...lists: readonly Need[]): Generator<Combination> {
  if (lists.some((list) => list.length === 0)) return;
  const byReach = lists.map((list) => Map.groupBy(list, ({ reach }) => inNamespaces(reach)));
  const own = lists.flat().filter((reason) => holder.isOwn(reason));
  const anyWide = own.some(({ reach }) => isWide(reach));
  const candidates = new Set((anyWide ? lists.flat() : own).map(({ reach }) => inNamespaces(reach)));
  for (const reach of candidates) {
    const needs = byReach.map((reasons) => reasonsAt(reasons, reach));
    if (needs.every((need) => need.length > 0) && needs.some((need) => need.some((reason) => holder.isOwn(reason)))) {
      yield { reach, needs };
    }
  }
}

function reasonsAt(reasons: ReadonlyMap<Reach, Need>, reach: Reach): Need {
  const wide = reasons.get(everyNamespace) ?? [];
  const local = reach === everyNamespace ? undefined : reasons.get(reach);
  return local === undefined ? wide : [...local, ...wide];
}

/** Those that hold everywhere, outside namespaces too. */
export function clusterWide<T extends Reason>(reasons: readonly T[]): T[] {
  return reasons.filter(({ reach }) => reach === everywhere);
}

/** Those that allow requests without a name: no names are given, or the empty one is. */
export function unnamed(rights: readonly Right[]): Right[] {
  return rights.filter(({ names }) => names === undefined || names.includes(''));
}

/** Those that are for this name, or for all. */
export function forName(rights: readonly Right[], name: string): Right[] {
  return rights.filter(({ names }) => names === undefined || names.includes(name));
}

/** The names that rights are limited to, each once. */
export function namesIn(rights: readonly Right[]): Set<string> {
  return new Set(rights.flatMap(({ names }) => names ?? []).filter((name) => name !== ''));
}
