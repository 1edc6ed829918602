import type { LogCounts } from '../../model/usage.ts';
import { detached } from './detached.ts';
import type { Ledger } from './ledger.ts';
import type { LoggedRequest } from './logged-request.ts';
import type { PieceReport } from './piece.ts';

/** So many requests may be open at a time; a cluster with more watches than that has more than one API server, each with a log. */
const mostOpen = 100_000;

type OpenCounts = Pick<LogCounts, 'receivedOnly' | 'unfinished' | 'givenUp'>;

/**
 * The requests that have begun in some piece and not ended yet, in memory that does not grow with the log: a watch may end
 * hours after it began. Where there are too many, the oldest are taken as they are.
 */
export class OpenRequests {
  readonly counts: OpenCounts = { receivedOnly: 0, unfinished: 0, givenUp: 0 };
  private readonly ledger: Ledger;
  /** By id, oldest first: what is known of each, undefined where that is only that it came in. */
  private readonly open = new Map<string, LoggedRequest | undefined>();

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** Takes the reports of all pieces in the order of the log. */
  add({ received, open, finished }: PieceReport): void {
    if (this.open.size > 0) for (const id of finished.split('\n')) this.open.delete(id);
    for (const id of received) if (!this.open.has(id)) this.keep(id, undefined);
    for (const logged of open) {
      // The start of an answer tells more than a panic.
      if (logged.stage === 'ResponseStarted' || this.open.get(logged.id) === undefined) this.keep(logged.id, structuredClone(logged));
    }
  }

  private keep(id: string, logged: LoggedRequest | undefined): void {
    this.open.set(detached(id), logged);
    if (this.open.size <= mostOpen) return;
    for (const [oldest, known] of this.open) {
      this.open.delete(oldest);
      this.counts.givenUp++;
      this.settle(known);
      return;
    }
  }

  /** Takes all that is open as it is. */
  finish(): void {
    for (const logged of this.open.values()) this.settle(logged);
    this.open.clear();
  }

  private settle(logged: LoggedRequest | undefined): void {
    if (!logged) {
      this.counts.receivedOnly++;
      return;
    }
    this.counts.unfinished++;
    this.ledger.enter(logged);
  }
}
