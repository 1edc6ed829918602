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

type Level<T> = Map<string, T>;

interface Holder {
  identity: Identity;
  requests: number;
  /** By verb, namespace, resource, and the rest: one long key for each request would take longer to make than four short ones to find. */
  rights: Level<Level<Level<Level<Counted>>>>;
  complete: boolean;
}

/**
 * Counts who used which right, in memory that grows with the number of different rights and not with that of the requests.
 * Tallies of parts of a log, merged in any order, are the tally of the whole.
 */
export class Tally {
  private readonly holders = new Map<string, Holder>();
  /** A reader hands out the same object for the same text, so that most look-ups need no key. */
  private readonly known = new WeakMap<Identity, Holder>();
  private size = 0;

  /** Counts one request and the right that it needs. `time` is NaN where the log has none. */
  add(identity: Identity, outcome: Outcome, request: Request, time: number): void {
    const holder = this.holderOf(identity);
    holder.requests++;
    this.addRight(holder, outcome, request, time);
  }

  /** Counts a request of somebody who made it in another's name. */
  addRequest(identity: Identity): void {
    this.holderOf(identity).requests++;
  }

  /** Counts a right that a request needed beside the one that it was counted with. */
  addNeed(identity: Identity, outcome: Outcome, request: Request, time: number): void {
    this.addRight(this.holderOf(identity), outcome, request, time);
  }

  private addRight(holder: Holder, outcome: Outcome, request: Request, time: number): void {
    const right = this.rightOf(holder, outcome, request);
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
        const right = this.rightOf(holder, outcome, request);
        if (!right) continue;
        right.count += count;
        right.first = Math.min(right.first, first);
        right.last = Math.max(right.last, last);
        if (names === undefined) right.names = undefined;
        else for (const name of names) addName(right, name);
      }
    }
  }

  data(): TallyData {
    return [...this.holders.values()].map(({ rights, ...holder }) => ({ ...holder, rights: allOf(rights) }));
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

  private rightOf(holder: Holder, outcome: Outcome, request: Request): Counted | undefined {
    const isPath = isPathRequest(request);
    const verb = isPath ? `\u0000${request.verb}` : request.verb;
    const byResource = below(below(holder.rights, verb), isPath ? '' : request.namespace);
    const rest = isPath ? outcome : `${request.group}\u0000${request.subresource}\u0000${outcome}`;
    const rights = below(byResource, isPath ? request.path : request.resource);
    let right = rights.get(rest);
    if (!right) {
      if (this.size >= mostRights) {
        holder.complete = false;
        return undefined;
      }
      this.size++;
      right = {
        outcome,
        request: JSON.parse(JSON.stringify(request)),
        names: new Set(),
        count: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
      };
      rights.set(detached(rest), right);
    }
    return right;
  }
}

function below<T>(level: Level<Level<T>>, key: string): Level<T> {
  let next = level.get(key);
  if (!next) {
    next = new Map();
    level.set(detached(key), next);
  }
  return next;
}

function allOf(rights: Holder['rights']): Counted[] {
  return [...rights.values()]
    .flatMap((level) => [...level.values()])
    .flatMap((level) => [...level.values()])
    .flatMap((level) => [...level.values()]);
}

function addName(right: Counted, name: string): void {
  if (right.names === undefined || right.names.has(name)) return;
  right.names.add(detached(name));
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
