import type { Binding } from '../../../model/binding.ts';
import type { Severity } from '../../../model/finding.ts';
import type { Rule } from '../../../model/rule.ts';
import { subjectKey } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, resourceMatches, verbMatches } from '../../access/match.ts';
import { aggregatedRoles } from '../aggregated.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { identitiesOf } from '../holdings.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfAlternatives, factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { namesOf, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';
import { cappedAt, rbac } from './named-roles.ts';

const escalate = requestsFor('escalate', rbac, 'clusterroles', 'roles');

/** escalate is asked about when a role is changed: with its name, in its namespace (escalation_check.go RoleEscalationAuthorized). */
const ways = ['clusterroles', 'roles'].map((resource) => [
  { requests: requestsFor('escalate', rbac, resource) },
  { requests: requestsFor('update patch', rbac, resource), hasSameNames: true },
]);

const inert = 'inert';

export const escalateRoles = risk({
  id: 'escalate-roles',
  title: 'A subject can write rights into roles that it does not hold itself',
  requests: escalate,
  run: facts,
  levels: byScope('critical', 'high'),
  levelsOf: levels,
  statement: ({ notes }) =>
    notes?.includes(inert) ? 'has the verb escalate, though not the right to change roles' : 'can write any right into roles',
  detail: ({ notes }) =>
    notes?.includes(inert)
      ? 'The API server lets nobody write more into a role than they hold themselves; escalate lifts that. It takes update or patch on the same roles to be used, which this subject may get any day from another role.'
      : 'The API server lets nobody write more into a role than they hold themselves, save those who have escalate: one edit of a role that the subject holds, and it may do everything.',
  remediation: 'Take escalate away, and "*" as a verb on roles: whoever writes roles should hold what they write into them.',
  references: [docs.escalateVerb, docs.roleRestrictions, cis('5.1.8'), attack('T1098.006')],
});

function facts(access: Access): Fact[] {
  const effective = factsOfAlternatives(access, ways);
  const known = new Set(effective.map(keyOf));
  const alone = factsOfRequests(access, escalate).filter((fact) => !known.has(keyOf(fact)));
  return [...effective, ...alone.map((fact) => ({ ...fact, notes: [inert] }))];
}

function keyOf({ subject, role }: Fact): string {
  return `${subject && subjectKey(subject)}\u0001${role?.kind}\u0001${role?.namespace}\u0001${role?.name}`;
}

function levels({ rule }: Link, access: Access, fact: Fact): Levels {
  if (fact.notes?.includes(inert)) return always('medium');
  const names = limits(rule, fact);
  const whole = byScope('critical', 'high');
  return names === undefined ? whole : cappedAt(worthOf(names, access, fact), whole, rule);
}

/** The names of roles that escalate, or else all rights to change roles beside it, are limited to. */
function limits(rule: Rule | undefined, { because, together = [] }: Fact): string[] | undefined {
  const writers = rulesOf([...because, ...together]).filter(
    (one) => ['update', 'patch'].some((verb) => verbMatches(one, verb)) && concernsRoles(one),
  );
  return (rule && namesOf([rule])) ?? (writers.length > 0 ? namesOf(writers) : undefined);
}

function concernsRoles(rule: Rule): boolean {
  return groupMatches(rule, rbac) && ['roles', 'clusterroles'].some((resource) => resourceMatches(rule, resource, ''));
}

/** A role that the subject holds is worth everything; one that others hold a step less; one that nobody holds needs somebody to bind it. */
function worthOf(names: readonly string[], access: Access, { subject, scope }: Fact): Severity | undefined {
  const held = subject ? identitiesOf(subject).flatMap((identity) => access.bindingsFor(identity)) : [];
  if (held.some((binding) => isOfRole(binding, names, scope))) return 'critical';
  const roles = access.roles.filter((role) => names.includes(role.name) && (scope === '*' || role.namespace === scope));
  if (roles.some((role) => access.bindingsOf(role).length > 0)) return undefined;
  return roles.length > 0 && roles.some(aggregatedRoles(access)) ? undefined : 'medium';
}

function isOfRole({ roleRef, namespace }: Binding, names: readonly string[], scope: string): boolean {
  return names.includes(roleRef.name) && (scope === '*' || (roleRef.kind === 'Role' && namespace === scope));
}
