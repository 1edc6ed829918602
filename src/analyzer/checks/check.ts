import type { Binding } from '../../model/binding.ts';
import type { Severity } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import type { Scope } from '../../model/grant.ts';
import type { Role, RoleRef } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';

/** A grant, or as much of one as exists: a dangling binding has no role, an unused role has no binding. */
export interface Link {
  binding?: Binding;
  role?: Role;
  rule?: Rule;
}

/** Something that makes one fact worse than its kind usually is. */
export interface Circumstance {
  id: string;
  to: Severity;
  reason: string;
}

/**
 * What a check found, before any words or judgement: one per subject (or object), role and scope.
 * `because` holds at least one link. `args` tells apart facts about the same subject, role and scope: they are part of the
 * fingerprint, so they hold neither positions nor anything that a severity depends on.
 */
export interface Fact {
  subject?: Subject;
  object?: ObjectRef;
  role?: RoleRef;
  scope: Scope;
  because: readonly Link[];
  args?: readonly string[];
  /** What else the words need to know. */
  notes?: readonly string[];
  /** Replaces the base of a lint check. */
  base?: Severity;
  circumstances?: readonly Circumstance[];
}

/** How bad something is cluster-wide, in one namespace, in a sensitive namespace, and (else one step down) where only named objects are concerned. */
export interface Levels {
  everywhere: Severity;
  namespace: Severity;
  sensitive: Severity;
  names?: Severity;
}

/** A fact in words. `statement` follows the subject, `where` (usually the scope) ends the title; `remediation` replaces the check's own. */
interface Words {
  statement: string;
  where?: string;
  detail: string;
  remediation?: string;
}

/** In `impliedBy`: a finding of any risk check. */
export const anyRisk = 'any risk';

/**
 * One kind of finding. A `risk` is judged by scope, names and subject; a `lint` is about how something is written and has one
 * severity. `impliedBy` names the checks whose findings make this one not worth reading apart.
 */
export interface Check {
  id: string;
  title: string;
  kind: 'risk' | 'lint';
  /** The severity that every judgement starts from: of a risk, what it is cluster-wide at its worst. */
  base: Severity;
  references: readonly string[];
  impliedBy: readonly string[];
  remediation: string;
  run(access: Access): Iterable<Fact>;
  /** How bad one link is by scope; without it, `base` everywhere. */
  levels?(link: Link): Levels;
  /** For checks that are as bad as what else the same subject gets from the same role in the same scope: the severity that follows from the worst of it. */
  fromContent?(worst: Severity, fact: Fact): Severity | undefined;
  say(fact: Fact): Words;
}
