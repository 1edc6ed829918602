import { type Binding, bindingKey } from '../../model/binding.ts';
import type { Grant, Scope } from '../../model/grant.ts';
import { type Role, type RoleRef, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import type { Fact, Link } from './check.ts';

/** Where a binding grants: in its namespace, or (`"*"`) everywhere. */
export function scopeOf(binding: Binding): Scope {
  return binding.namespace ?? '*';
}

/** The grants of all bound rules that satisfy a condition; for questions about how a rule is written, where no request can be named. */
export function* grantsOfRules(access: Access, wanted: (rule: Rule, role: Role) => boolean): Generator<Grant> {
  for (const role of access.roles) {
    const rules = role.rules.filter((rule) => wanted(rule, role));
    if (rules.length === 0) continue;
    for (const binding of access.bindingsOf(role)) {
      for (const subject of access.subjectsOf(binding)) {
        for (const rule of rules) yield { subject, binding, role, rule, scope: scopeOf(binding) };
      }
    }
  }
}

/** One fact per subject, role and scope, with every binding and rule behind it, each pair once. */
export function factsOf(grants: Iterable<Grant>): Fact[] {
  const facts = new Map<string, { grant: Grant; links: Map<string, Grant> }>();
  for (const grant of grants) {
    const key = holdingKey(grant.subject, grant.role, grant.scope);
    let fact = facts.get(key);
    if (!fact) {
      fact = { grant, links: new Map() };
      facts.set(key, fact);
    }
    fact.links.set(`${bindingKey(grant.binding)}\u0000${grant.rule.index}`, grant);
  }
  return [...facts.values()].map(({ grant: { subject, role, scope }, links }) => ({ subject, role, scope, because: [...links.values()] }));
}

/** The facts of both; of two about the same subject, role and scope, the first. */
export function joinFacts(facts: readonly Fact[], others: readonly Fact[]): Fact[] {
  const known = new Set(facts.map(keyOf));
  return [...facts, ...others.filter((fact) => !known.has(keyOf(fact)))];
}

function keyOf({ subject, role, scope }: Fact): string {
  return subject && role ? holdingKey(subject, role, scope) : scope;
}

/** A string that is the same for the same subject, role and scope. */
export function holdingKey(subject: Subject, role: RoleRef, scope: Scope): string {
  return `${subjectKey(subject)}\u0001${roleKey(role)}\u0001${scope}`;
}

/** A binding with its subject and role, whatever the rules. */
export interface Use {
  subject: Subject;
  binding: Binding;
  role: Role;
}

/** One fact per subject, role and scope for uses of a role as a whole, beside one of the uses. */
export function factsOfUses(uses: Iterable<Use>): { use: Use; fact: Fact }[] {
  const facts = new Map<string, { use: Use; links: Link[] }>();
  for (const use of uses) {
    const key = holdingKey(use.subject, use.role, scopeOf(use.binding));
    const link = { binding: use.binding, role: use.role };
    const fact = facts.get(key);
    if (fact) fact.links.push(link);
    else facts.set(key, { use, links: [link] });
  }
  return [...facts.values()].map(({ use, links }) => {
    return { use, fact: { subject: use.subject, role: use.role, scope: scopeOf(use.binding), because: links } };
  });
}
