import type { Request } from './request.ts';
import type { Identity } from './subject.ts';

/**
 * How a request ended, as far as an audit log tells.
 * - `allowed`: by RBAC, as the reason in the log says
 * - `unsaid`: the log holds no decision, and the answer was neither 401 nor 403
 * - `other`: allowed without RBAC: system:masters, the Node authorizer, a webhook
 * - `denied`: refused
 */
export type Outcome = 'allowed' | 'unsaid' | 'other' | 'denied';

/** The same thing asked for again and again, whatever the object is called. Times are ISO 8601 in UTC, so that they sort as text. */
export interface UsedRight {
  outcome: Outcome;
  /** Without a name, which is in `names`. */
  request: Request;
  /** The names that were asked for, sorted, `''` for requests without one; undefined where there were too many to remember. */
  names: readonly string[] | undefined;
  count: number;
  /** Empty where the log has no time. */
  first: string;
  last: string;
}

/** What one user did while he was in these groups. */
export interface IdentityUsage {
  identity: Identity;
  /** Sorted by what was asked for. */
  rights: readonly UsedRight[];
  /** False where there was too much to remember all of it. */
  complete: boolean;
}

/** All that audit logs tell about rights: who used which, and what of it could not be seen. */
export interface Usage {
  /** Sorted by user and groups. */
  identities: readonly IdentityUsage[];
  log: LogCoverage;
}

/** What an audit log held, and what of it says nothing about rights. */
export interface LogCoverage {
  sources: readonly string[];
  /** Time of the first and the last request that was counted; empty without any. */
  first: string;
  last: string;
  /** From the first to the last, in days. */
  days: number;
  counts: LogCounts;
  /** Events by audit level, sorted. */
  levels: Readonly<Record<string, number>>;
}

export interface LogCounts {
  /** Audit events of any stage. */
  events: number;
  /** Requests, each once, inside the window. */
  requests: number;
  /** Requests before `since`, after `until`, or without a time where one of them was given. */
  outside: number;
  /** Requests of which the log holds the reception only. */
  receivedOnly: number;
  /** Requests of which the log holds the start of the answer, but not its end. */
  unfinished: number;
  /** Requests without a decision; judged by the answer. */
  unsaid: number;
  /** Requests with neither a decision nor an answer. */
  undecided: number;
  /** Requests that no rule can name, such as those for a resource called `*`. */
  unspeakable: number;
  /** Events that do not say in which groups the user is. */
  withoutGroups: number;
  /** Events of an audit API version that is not known. */
  otherVersions: number;
  /** JSON that is no audit event. */
  otherRecords: number;
  /** Lines that are no JSON and do not look as if they were meant to be. */
  otherLines: number;
  /** Records that should have been read and could not: broken JSON, or too long. */
  broken: number;
  /** Files that end in the middle of an event. */
  truncated: number;
  /** Requests that were counted before their last event, because too many were open at once. */
  givenUp: number;
}
