import type { Request } from '../../model/request.ts';
import type { Identity } from '../../model/subject.ts';

/** The stages of an event, in the order in which the API server goes through them. */
const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;
export type Stage = (typeof stages)[number];

const known: ReadonlySet<unknown> = new Set(stages);

export function isStage(value: unknown): value is Stage {
  return known.has(value);
}

/** Somebody else in whose name a request was made. */
export interface ActingAs {
  identity: Identity;
  uid: string;
  extra: ReadonlyMap<string, readonly string[]>;
  /** The verb of constrained impersonation (KEP-5284), such as `impersonate:user-info`; empty for plain `impersonate`. */
  constraint: string;
}

/** One event of a log, in whatever form it was written: what it tells about rights, nothing validated against Kubernetes. */
export interface LoggedRequest {
  /** Empty where the log has none; then each event counts as a request. */
  id: string;
  stage: Stage;
  level: string;
  /** Milliseconds since 1970; NaN where the log has no time. */
  time: number;
  identity: Identity;
  actingAs: ActingAs | undefined;
  /** As the authorizer was asked. */
  request: Request;
  /** As for `Tally.add`, where it costs nothing to tell. */
  place?: string | undefined;
  /** The HTTP status of the answer, 0 without one. */
  code: number;
  /** As the annotations say: `allow`, `forbid`, or empty. */
  decision: string;
  reason: string;
  /** True where the log does not say in which groups the user is. */
  withoutGroups: boolean;
}
