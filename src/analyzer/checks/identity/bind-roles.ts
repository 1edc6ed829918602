import type { Binding } from '../../../model/binding.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, resourceMatches, verbMatches } from '../../access/match.ts';
import type { Fact, Levels, Link } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfAlternatives, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed, rulesOf } from '../rules.ts';
import { cappedAt, type NamedRole, rbac, worstOf } from './named-roles.ts';

const bind = requestsFor('bind', rbac, 'clusterroles', 'roles');
const rolebindings = { requests: requestsFor(writeVerbs, rbac, 'rolebindings'), createsBeside: 'update patch' };
const clusterrolebindings = { requests: requestsFor(writeVerbs, rbac, 'clusterrolebindings'), createsBeside: 'update patch' };

/** bind is asked about in the namespace of the binding, and outside namespaces for a ClusterRoleBinding (escalation_check.go BindingAuthorized). */
const ways = [
  [{ requests: requestsFor('bind', rbac, 'clusterroles'), isClusterScoped: true }, clusterrolebindings],
  [{ requests: requestsFor('bind', rbac, 'clusterroles') }, rolebindings],
  [{ requests: requestsFor('bind', rbac, 'roles') }, rolebindings],
];

const whole: Levels = byScope('critical', 'high');

export const bindRoles = risk({
  id: 'bind-roles',
  title: 'A subject can give anyone roles that it does not hold itself',
  requests: bind,
  run: (access) => factsOfAlternatives(access, ways),
  levels: whole,
  levelsOf: levels,
  statement: (fact) => `can give anyone ${bindsClusterRoles(fact) ? 'roles' : 'Roles'} that it does not hold itself`,
  detail: (fact) =>
    `The API server lets nobody bind a role that grants more than they hold, save those who have bind. With the right to write bindings it is enough to take ${prize(fact)} for oneself, if the rule does not name other roles.`,
  remediation: 'Name the roles that may be bound, harmless ones, in resourceNames beside bind; or take the right to write bindings away.',
  references: [docs.bindVerb, docs.bindingRestrictions, cis('5.1.8'), attack('T1098.006')],
});

/** bind on roles alone is for the Roles that there are in a namespace, however much these grant. */
function bindsClusterRoles({ because }: Fact): boolean {
  return rulesOf(because).some((rule) => resourceMatches(rule, 'clusterroles', ''));
}

function prize(fact: Fact): string {
  const what = bindsClusterRoles(fact) ? 'cluster-admin' : 'whatever Role of the namespace grants most';
  return fact.scope === '*' ? what : `${what}, in ${fact.scope},`;
}

function levels({ rule }: Link, access: Access, fact: Fact): Levels {
  const bindable = rule && isNamed(rule) ? rolesNamed(rule, access, fact) : undefined;
  const bindings = changeable(access, fact);
  if (!bindable && !bindings) return whole;
  if (!bindings) return cappedAt(worstOf(bindable ?? []), whole, rule);
  const roles = bindings.map((binding) => ({ name: binding.roleRef.name, role: access.roleOf(binding) }));
  return cappedAt(worstOf(bindable ? roles.filter(({ name }) => rule?.resourceNames.includes(name)) : roles), whole, rule);
}

/** The roles that a rule with names lets be bound. */
function rolesNamed(rule: Rule, access: Access, { scope }: Fact): NamedRole[] {
  return rule.resourceNames.flatMap((name): NamedRole[] => {
    const clusterRole = resourceMatches(rule, 'clusterroles', '') ? [access.role({ kind: 'ClusterRole', name })] : [];
    const roles = resourceMatches(rule, 'roles', '')
      ? access.roles.filter((role) => role.kind === 'Role' && role.name === name && (scope === '*' || role.namespace === scope))
      : [];
    return [...clusterRole, ...roles].map((role) => ({ name, role }));
  });
}

/** The bindings that the subject may change, where it may change certain ones only and make none. */
function changeable(access: Access, { because, together = [], scope }: Fact): Binding[] | undefined {
  const writers = rulesOf([...because, ...together]).filter(
    (rule) => groupMatches(rule, rbac) && ['rolebindings', 'clusterrolebindings'].some((resource) => resourceMatches(rule, resource, '')),
  );
  // What stands here has been found to let a binding be made, if it says create at all.
  if (writers.some((rule) => verbMatches(rule, 'create'))) return undefined;
  const changers = writers.filter((rule) => ['update', 'patch'].some((verb) => verbMatches(rule, verb)));
  if (!changers.every(isNamed)) return undefined;
  return access.bindings.filter((binding) => {
    const resource = binding.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings';
    const isInScope = scope === '*' || binding.namespace === scope;
    return isInScope && changers.some((rule) => resourceMatches(rule, resource, '') && rule.resourceNames.includes(binding.name));
  });
}
