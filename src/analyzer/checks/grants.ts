import type { Binding } from '../../model/binding.ts';
import { type Grant, holdingKey, type Scope, type Use } from '../../model/grant.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import type { Fact } from './check.ts';

/** Where a binding grants: in its namespace, or (`"*"`) everywhere. */
export function scopeOf(binding: Binding): Scope {
  return binding.namespace ?? '*';
}

/** The grants of all bound rules that satisfy a condition; for questions about how a rule is written, where no request can be named. */
export function grantsOfRules(access: Access, wanted: (rule: Rule, role: Role) => boolean): Grant[] {
  return access.rules.filter(({ rule, role }) => wanted(rule, role)).flatMap(({ grants }) => grants);
}

/** One fact per subject, role and scope, with every grant behind it, each once: the same grant is the same object (`Access`). */
export function factsOf(grants: Iterable<Grant>): Fact[] {
  const facts = new Map<string, Fact & { because: Grant[] }>();
  for (const grant of new Set(grants)) {
    const { subject, role, scope, holding } = grant;
    const fact = facts.get(holding);
    if (fact) fact.because.push(grant);
    else facts.set(holding, { subject, role, scope, because: [grant], holding });
  }
  return [...facts.values()];
}

/** The grant as one of another subject, who has it through a group, or of another scope, to which it extends. */
export function grantAs(grant: Grant, subject: Subject, scope: Scope): Grant {
  if (grant.subject === subject && grant.scope === scope) return grant;
  return { ...grant, subject, scope, holding: holdingKey(subject, grant.role, scope) };
}

/** The facts of both; of two about the same subject, role and scope, the first. */
export function joinFacts(facts: readonly Fact[], others: readonly Fact[]): Fact[] {
  const known = new Set(facts.map(keyOf));
  return [...facts, ...others.filter((fact) => !known.has(keyOf(fact)))];
}

function keyOf({ holding, scope }: Fact): string {
  return holding ?? scope;
}

/** One fact per subject, role and scope for uses of a role as a whole, beside one of the uses. */
export function factsOfUses(uses: Iterable<Use>): { use: Use; fact: Fact }[] {
  const facts = new Map<string, { use: Use; fact: Fact & { because: Use[] } }>();
  for (const use of uses) {
    const { subject, role, scope, holding } = use;
    const known = facts.get(holding);
    if (known) known.fact.because.push(use);
    else facts.set(holding, { use, fact: { subject, role, scope, because: [use], holding } });
  }
  return [...facts.values()];
}
