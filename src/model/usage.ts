import type { Scope } from './grant.ts';
import type { Rights } from './proposal.ts';
import type { PathRequest, Request, ResourceRequest } from './request.ts';
import type { Rule } from './rule.ts';
import type { Identity, Subject } from './subject.ts';

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
  requests: number;
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
interface LogCoverage {
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

/**
 * By what a role may hold more than was used, never more than was held.
 * - `reads`: get, list and watch come together, but on Secrets
 * - `updates`: so do update and patch
 * - `names`: so many objects were named that all are meant
 * - `generated-names`: nobody chose the name, and it will not come again
 * - `leases`: who elects a leader gets, updates and patches the lease
 */
export const generalisations = ['reads', 'updates', 'names', 'generated-names', 'leases'] as const;
export type Generalisation = (typeof generalisations)[number];

/**
 * Rights that no log shows in use, or that matter on the one day when they are needed.
 * - `identity`: becoming somebody else: impersonate, tokens, certificates
 * - `delegation`: giving rights to others: bind, escalate, roles and bindings
 * - `admission`: what admission asks for by itself: `use`, and owners' finalizers
 */
export const unseenAreas = ['identity', 'delegation', 'admission'] as const;
export type UnseenArea = (typeof unseenAreas)[number];

/** A rule where it holds: everywhere (`*`) or in one namespace. */
export interface ScopedRule {
  scope: Scope;
  rule: Omit<Rule, 'index'>;
}

/** What a proposal from usage rests on, for one subject. */
export interface UsageBasis {
  subject: Subject;
  /** Just what was used. */
  used: readonly ScopedRule[];
  /** What is given beyond that, and by which generalisation. */
  generalised: readonly (ScopedRule & { by: Generalisation })[];
  /** What is kept though it was not seen, and why. */
  kept: readonly (ScopedRule & { by: KeptBy })[];
}

/** `reads` and `urls`: the log holds no read, or no request for a URL, of anybody. */
export type KeptBy = UnseenArea | 'reads' | 'urls';

/** What was asked for and how often, as JSON output shows it. */
export type SeenRight = (Omit<ResourceRequest, 'name'> | PathRequest) & {
  outcome: Outcome;
  /** The names that were asked for; absent where there were too many to remember, and for URLs. */
  names?: readonly string[];
  count: number;
  first: string;
  last: string;
};

/** What one subject did with its rights. */
export interface SubjectUsage {
  subject: Subject;
  requests: number;
  first: string;
  last: string;
  /**
   * What its own bindings grant: verbs on resources and URLs that the API serves, how many of them were used, and how many there
   * are without and with the proposal.
   */
  rights: { granted: number; used: number; before: Rights; after: Rights };
  /** What was used of what its own bindings grant. */
  used: readonly SeenRight[];
  /** What its own bindings grant and was not used. */
  unused: readonly ScopedRule[];
  /** What was allowed by something else: the bindings of groups, other authorizers. */
  elsewhere: readonly SeenRight[];
  denied: readonly SeenRight[];
  /** What a proposal gives beyond what was used, and why; absent where there is none. */
  basis?: Omit<UsageBasis, 'subject' | 'used'>;
}

/** What audit logs show, subject by subject. */
export interface UsageSummary {
  log: LogCoverage;
  /** The time to which the log was limited; absent where it was not. */
  since?: string;
  until?: string;
  generalise: readonly Generalisation[];
  /** Sorted by subject. */
  subjects: readonly SubjectUsage[];
  /** Subjects that hold rights and made no request: nothing is proposed for them. */
  unseen: readonly Subject[];
}
