import type { Identity } from '../../model/subject.ts';
import type { LogCounts, Outcome } from '../../model/usage.ts';
import { impersonationNeeds } from './impersonation.ts';
import type { ActingAs, LoggedRequest } from './logged-request.ts';
import { isCreation, isSpeakable, outcomeOf } from './needs.ts';
import { Tally, type TallyData } from './tally.ts';

/** Which requests count, by the time at which they came in: from `since` up to `until`, in milliseconds since 1970. */
export interface Window {
  since: number;
  until: number;
}

export const always: Window = { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

type RequestCounts = Pick<LogCounts, 'requests' | 'outside' | 'unsaid' | 'undecided' | 'unspeakable'>;

/** A ledger as it goes from one thread to another. */
export interface LedgerData {
  tally: TallyData;
  counts: RequestCounts;
  first: number;
  last: number;
}

const superusers = 'system:masters';

/** Enters requests, each once, by who made them and how they ended. */
export class Ledger {
  private readonly window: Window;
  private readonly isBounded: boolean;
  readonly tally = new Tally();
  readonly counts: RequestCounts = { requests: 0, outside: 0, unsaid: 0, undecided: 0, unspeakable: 0 };
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  constructor(window: Window) {
    this.window = window;
    this.isBounded = window.since !== always.since || window.until !== always.until;
  }

  enter(logged: LoggedRequest): void {
    const { time, actingAs, identity } = logged;
    if (this.isBounded && !(time >= this.window.since && time <= this.window.until)) {
      this.counts.outside++;
      return;
    }
    this.counts.requests++;
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;

    const outcome = outcomeOf(logged);
    if (outcome === 'undecided') {
      this.counts.undecided++;
      return;
    }
    if (outcome === 'unsaid') this.counts.unsaid++;
    if (!actingAs) this.add(logged, identity, outcome);
    else this.addActing(logged, actingAs, outcome);
  }

  private add(logged: LoggedRequest, identity: Identity, outcome: Outcome): void {
    const { request, time, place } = logged;
    if (!isSpeakable(request)) {
      this.counts.unspeakable++;
      return;
    }
    this.tally.add(identity, outcome, request, time, place);
    if (isCreation(logged)) this.tally.addNeed(identity, outcome, { ...request, verb: 'create' }, time);
  }

  /** Two things were decided: that the one may act as the other, without a note in the log, and what the other may do. */
  private addActing(logged: LoggedRequest, actingAs: ActingAs, outcome: Outcome): void {
    const { identity, request, time } = logged;
    this.add(logged, actingAs.identity, outcome);
    this.tally.addRequest(identity);
    const mayAct: Outcome = identity.groups.includes(superusers) ? 'other' : 'allowed';
    for (const need of impersonationNeeds(actingAs, request)) {
      if (isSpeakable(need)) this.tally.addNeed(identity, mayAct, need, time);
    }
  }

  data(): LedgerData {
    return { tally: this.tally.data(), counts: this.counts, first: this.first, last: this.last };
  }

  merge({ tally, counts, first, last }: LedgerData): void {
    this.tally.merge(tally);
    addCounts(this.counts, counts);
    this.first = Math.min(this.first, first);
    this.last = Math.max(this.last, last);
  }
}

/** Adds each count to the one of the same name. */
export function addCounts<T extends Record<keyof T, number>>(sum: T, more: Readonly<T>): void {
  for (const name of Object.keys(sum) as (keyof T)[]) sum[name] = (sum[name] + more[name]) as T[keyof T];
}
