import type { BindingRef } from './binding.ts';
import type { ObjectRef } from './gap.ts';
import type { Scope } from './grant.ts';
import type { Chain } from './path.ts';
import type { Position } from './position.ts';
import type { RoleRef } from './role.ts';
import type { Subject } from './subject.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One step of the way from the base severity to the final one. */
export interface Modifier {
  id: string;
  from: Severity;
  to: Severity;
  reason: string;
}

/** One link of the chain behind a finding; findings about an object that grants nothing have only the parts that exist. */
export interface Evidence {
  binding?: BindingRef;
  role?: RoleRef;
  rule?: number;
  source?: RoleRef;
  /** Where the rule, else the role, else the binding stands in a file. */
  position?: Position;
}

/** Why somebody accepted a finding as it is, until when, and where that is written (`by`). */
export interface Ignored {
  reason: string;
  /** The last day on which it holds, as `2026-12-31`. */
  expires?: string;
  ticket?: string;
  by: string;
}

/**
 * A fact that a reviewer should know: one per check x subject x scope x role. `id` is a fingerprint that survives
 * renumbered lines; findings with the same `cause` have one role and rule behind them and are shown as one entry.
 */
export interface Finding {
  id: string;
  cause: string;
  check: string;
  severity: Severity;
  base: Severity;
  modifiers: readonly Modifier[];
  /** Absent for findings about a role or a binding that nobody holds. */
  subject?: Subject | undefined;
  /** The role or binding that a finding without a subject is about. */
  object?: ObjectRef | undefined;
  scope: Scope;
  /** Who or what, the statement, and where. */
  title: string;
  /** The title without who and where, worded so that it fits one subject or many: `can read every Secret`. */
  statement: string;
  detail: string;
  evidence: Evidence[];
  /** Ids of weaker findings that this one implies and that people need not read apart. */
  implied: readonly string[];
  remediation: string;
  references: readonly string[];
  /** Present where the finding was accepted as it is: it counts for nothing but `ignored`, and implies nothing. */
  ignored?: Ignored | undefined;
  /** The shortest way of the subject to the worst goal, where the grant behind the finding is a step of it. */
  path?: Chain | undefined;
}

/**
 * How many findings there are. Severities and `causes` leave out implied and ignored findings, which `implied` and `ignored`
 * count; `expected` leaves out implied ones.
 */
export type Summary = Record<Severity | 'causes' | 'implied' | 'ignored' | 'expected', number>;

/**
 * What the checks found. `findings` holds every finding, worst first, also those that another one implies; `expected` holds,
 * in the same order, what Kubernetes itself grants by default.
 */
export interface Judgement {
  summary: Summary;
  findings: Finding[];
  expected: Finding[];
}
