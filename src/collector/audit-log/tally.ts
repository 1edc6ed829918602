import { byCodeUnit, sortedByKey } from '../../model/order.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import type { Identity } from '../../model/subject.ts';
import type { IdentityUsage, Outcome, UsedRight } from '../../model/usage.ts';
import { detached } from './detached.ts';

/** More names of one kind of object than this are not kept: nobody would put them into a rule, and memory is not endless. */
const mostNames = 1_000;
/** So many different rights are kept in all. */
const mostRights = 1_000_000;

/** A right as it is counted; times are milliseconds since 1970. */
interface Counted {
  outcome: Outcome;
  request: Request;
  names: Set<string> | undefined;
  count: number;
  first: number;
  last: number;
}

/** A tally as it goes from one thread to another. */
export type TallyData = readonly { identity: Identity; requests: number; rights: readonly Counted[]; complete: boolean }[];

interface Holder {
  identity: Identity;
  requests: number;
  /** By resource and namespace or the like: a key of all that tells rights apart would take longer to make than the few to look through. */
  rights: Map<string, Counted[]>;
  complete: boolean;
}

/** Longer lists than this are not looked through. */
const crowd = 50;

/**
 * Counts who used which right, in memory that grows with the number of different rights and not with that of the requests.
 * Tallies of parts of a log, merged in any order, are the tally of the whole.
 */
export class Tally {
  private readonly holders = new Map<string, Holder>();
  /** A reader hands out the same object for the same text, so that most look-ups need no key. */
  private readonly known = new WeakMap<Identity, Holder>();
  private size = 0;

  /**
   * Counts one request and the right that it needs. `time` is NaN where the log has none. `place` is where to look for the right
   * first: any text that few other rights share; whoever has none at hand leaves it out.
   */
  add(identity: Identity, outcome: Outcome, request: Request, time: number, place = placeOf(request)): void {
    const holder = this.holderOf(identity);
    holder.requests++;
    this.addRight(holder, outcome, request, time, place);
  }

  /** Counts a request of somebody who made it in another's name. */
  addRequest(identity: Identity): void {
    this.holderOf(identity).requests++;
  }

  /** Counts a right that a request needed beside the one that it was counted with. */
  addNeed(identity: Identity, outcome: Outcome, request: Request, time: number): void {
    this.addRight(this.holderOf(identity), outcome, request, time, placeOf(request));
  }

  private addRight(holder: Holder, outcome: Outcome, request: Request, time: number, place: string): void {
    const right = this.rightOf(holder, outcome, request, place);
    if (!right) return;
    if (!isPathRequest(request)) addName(right, request.name);
    right.count++;
    if (time < right.first) right.first = time;
    if (time > right.last) right.last = time;
  }

  merge(data: TallyData): void {
    for (const { identity, requests, rights, complete } of data) {
      const holder = this.holderOf(identity);
      holder.requests += requests;
      if (!complete) holder.complete = false;
      for (const { outcome, request, names, count, first, last } of rights) {
        const right = this.rightOf(holder, outcome, request, placeOf(request));
        if (!right) continue;
        right.count += count;
        right.first = Math.min(right.first, first);
        right.last = Math.max(right.last, last);
        if (names === undefined) right.names = undefined;
        else addNames(right, names);
      }
    }
  }

  data(): TallyData {
    return [...this.holders.values()].map(({ rights, ...holder }) => ({ ...holder, rights: [...rights.values()].flat() }));
  }

  /** All that was counted, sorted; the order in which groups were written does not matter. */
  usage(): IdentityUsage[] {
    const merged = new Tally();
    for (const { identity, ...counted } of this.data()) {
      merged.merge([{ ...counted, identity: { user: identity.user, groups: [...new Set(identity.groups)].sort(byCodeUnit) } }]);
    }
    return sortedByKey(merged.data(), ({ identity }) => [identity.user, ...identity.groups].join('\u0000')).map((holder) => ({
      ...holder,
      rights: sortedByKey(holder.rights.map(usedRight), ({ outcome, request }) => Object.values({ ...request, outcome }).join('\u0000')),
    }));
  }

  private holderOf(identity: Identity): Holder {
    let holder = this.known.get(identity);
    if (holder) return holder;
    const key = `${identity.user}\u0000${identity.groups.join('\u0000')}`;
    holder = this.holders.get(key);
    if (!holder) {
      holder = { identity, requests: 0, rights: new Map(), complete: true };
      this.holders.set(key, holder);
    }
    this.known.set(identity, holder);
    return holder;
  }

  private rightOf(holder: Holder, outcome: Outcome, request: Request, place: string): Counted | undefined {
    const near = holder.rights.get(place);
    const found = near?.find((right) => right.outcome === outcome && isSame(right.request, request));
    if (found) return found;
    const key = near && near.length >= crowd ? `${placeOf(request)}\u0000${restOf(request)}\u0000${outcome}` : place;
    const list = key === place ? near : holder.rights.get(key);
    if (list && key !== place) return list[0];
    if (this.size >= mostRights) {
      holder.complete = false;
      return undefined;
    }
    this.size++;
    const right: Counted = {
      outcome,
      request: JSON.parse(JSON.stringify(request)),
      names: new Set(),
      count: 0,
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
    };
    if (list) list.push(right);
    else holder.rights.set(detached(key), [right]);
    return right;
  }
}

function placeOf(request: Request): string {
  return isPathRequest(request) ? `url\u0000${request.path}` : `${request.resource}\u0000${request.namespace}`;
}

/** What tells rights in one place apart. */
function restOf(request: Request): string {
  return isPathRequest(request) ? request.verb : `${request.verb}\u0000${request.group}\u0000${request.subresource}`;
}

/** Whether two requests need the same right; names do not count. */
function isSame(a: Request, b: Request): boolean {
  if (a.verb !== b.verb) return false;
  if (isPathRequest(a) || isPathRequest(b)) return isPathRequest(a) && isPathRequest(b) && a.path === b.path;
  return a.group === b.group && a.subresource === b.subresource && a.namespace === b.namespace && a.resource === b.resource;
}

function addName(right: Counted, name: string): void {
  if (right.names === undefined || right.names.has(name)) return;
  right.names.add(detached(name));
  if (right.names.size > mostNames) right.names = undefined;
}

/** Names out of another tally, which are nobody's parts. */
function addNames(right: Counted, names: ReadonlySet<string>): void {
  if (right.names === undefined) return;
  if (right.names.size === 0) right.names = new Set(names);
  else for (const name of names) right.names.add(name);
  if (right.names.size > mostNames) right.names = undefined;
}

function usedRight({ outcome, request, names, count, first, last }: Counted): UsedRight {
  return {
    outcome,
    request: isPathRequest(request) ? request : { ...request, name: '' },
    names: names && [...names].sort(byCodeUnit),
    count,
    first: isoTime(first),
    last: isoTime(last),
  };
}

/** ISO 8601 in UTC; empty for what is no time. */
export function isoTime(milliseconds: number): string {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : '';
}
