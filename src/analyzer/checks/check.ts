import type { Binding } from '../../model/binding.ts';
import type { Severity } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import type { Scope } from '../../model/grant.ts';
import type { Origin } from '../../model/position.ts';
import type { Role, RoleRef } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import type { Surroundings } from './surroundings.ts';

/** A grant, or as much of one as exists: a dangling binding has no role, an unused role has no binding; of what is neither, where it stands. */
export interface Link {
  binding?: Binding;
  role?: Role;
  rule?: Rule;
  origin?: Origin;
}

/** Something that makes one fact worse than its kind usually is. */
export interface Circumstance {
  id: string;
  to: Severity;
  /** What it comes to in a sensitive namespace, where that is worse. */
  inSensitive?: Severity;
  reason: string;
}

/**
 * What a check found, before any words or judgement: one per subject (or object), role and scope.
 * `because` holds at least one link; the severity goes by the worst of them. `args` tells apart facts about the same subject,
 * role and scope: they are part of the fingerprint, so they hold neither positions nor anything that a severity depends on.
 */
export interface Fact {
  subject?: Subject;
  object?: ObjectRef;
  role?: RoleRef;
  scope: Scope;
  because: readonly Link[];
  /** `holdingKey` of subject, role and scope, where there are all three. */
  holding?: string;
  /** What the subject holds besides, through whatever role or group, and without which there would be no risk. */
  together?: readonly Link[];
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
  /**
   * For what makes its holder any ServiceAccount of the namespace through pods: how bad that is where the namespace enforces
   * the Pod Security level baseline or restricted, so that a pod is no way to the node. What the ServiceAccounts there can do
   * may raise it again.
   */
  confined?: Severity;
  /** For what makes its holder certain subjects and no others: it is as bad as the worst of them. */
  becomes?: readonly Subject[];
}

/** A fact in words. `statement` follows the subject, `where` (usually the scope) ends the title; `remediation` replaces the check's own. */
export interface Words {
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
  /** The page docs/checks/<page>.md, for checks that share one; else the id. */
  page?: string;
  title: string;
  kind: 'risk' | 'lint';
  /** The severity that every judgement starts from: of a risk, what it is cluster-wide at its worst. */
  base: Severity;
  references: readonly string[];
  impliedBy: readonly string[];
  remediation: string;
  /** The requests that the check asks about, any of which is enough to fire, where it asks about requests alone. */
  requests?: readonly ResourcePattern[];
  /** True for checks about Kubernetes' own roles and bindings themselves: none of those is expected then, only subjects are. */
  judgesDefaults?: boolean;
  run(access: Access, surroundings: Surroundings): Iterable<Fact>;
  /** How bad one link of a fact is by scope; without it, `base` everywhere. */
  levels?(link: Link, access: Access, fact: Fact): Levels;
  /** True for checks that ask what the others found (`Surroundings.worstOf`, `isSensitive`), and so run after them. */
  isLate?: boolean;
  /** For checks that are as bad as what else the same subject gets from the same role in the same scope: the severity that follows from the worst of it. */
  fromContent?(worst: Severity, fact: Fact): Severity | undefined;
  say(fact: Fact): Words;
}
