import type { Grant } from '../../../model/grant.ts';
import type { Access, ResourcePattern } from '../../access/access.ts';
import type { RuleBody } from '../../access/match.ts';
import type { Check, Fact, Levels, Link } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { holdings, throughGroups } from '../holdings.ts';
import { attack, cis, docs } from '../references.ts';
import { grantsOfRequests, reaches, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { powerOfRule, powerOfRules } from '../role-power.ts';
import { rulesEverywhere } from '../role-writers.ts';
import { isNamed } from '../rules.ts';
import { always } from '../severity.ts';
import { rbac } from './named-roles.ts';

interface Variant {
  id: string;
  resource: string;
  kind: string;
  /** With these the subject can do more than this check says: see escalate-roles and bind-roles. */
  stronger: readonly ResourcePattern[];
  /** True where it matters what the subject holds besides. */
  joinsGroups?: boolean;
  impliedBy: string;
  levels: Levels;
  levelsOf?: (link: Link, access: Access, fact: Fact) => Levels;
  detail: string;
}

const bindings =
  'Without bind it cannot give more than it holds itself. But it can give that to anyone, who keep it when the subject has lost it; and it can add subjects to bindings that are there, of roles that it holds.';
const roles =
  'Without escalate it cannot write more into a role than it holds itself. But it can give that to all who hold the role, create a role that a binding already refers to, and take rights away.';

/** Those before imply those after them where the same rule grants both. */
const variants: readonly Variant[] = [
  {
    id: 'clusterrolebindings-write',
    resource: 'clusterrolebindings',
    kind: 'ClusterRoleBindings',
    stronger: requestsFor('bind', rbac, 'clusterroles'),
    joinsGroups: true,
    impliedBy: 'bind-roles',
    levels: always('high'),
    levelsOf: (_link, access, { subject }) =>
      always(
        subject && powerOfRules(rulesEverywhere(subject, access).filter((rule) => !bindsNamed(rule))) === 'takeover' ? 'high' : 'medium',
      ),
    detail: bindings,
  },
  {
    id: 'rolebindings-write',
    resource: 'rolebindings',
    kind: 'RoleBindings',
    stronger: requestsFor('bind', rbac, 'clusterroles', 'roles'),
    impliedBy: 'bind-roles',
    levels: byScope('high', 'medium'),
    detail: bindings,
  },
  {
    id: 'clusterroles-write',
    resource: 'clusterroles',
    kind: 'ClusterRoles',
    stronger: requestsFor('escalate', rbac, 'clusterroles'),
    impliedBy: 'escalate-roles',
    levels: always('high'),
    detail: `${roles} A label makes a ClusterRole part of admin, edit or view.`,
  },
  {
    id: 'roles-write',
    resource: 'roles',
    kind: 'Roles',
    stronger: requestsFor('escalate', rbac, 'roles'),
    impliedBy: 'escalate-roles',
    levels: byScope('high', 'medium'),
    detail: roles,
  },
];

export const rbacWrite: readonly Check[] = variants.map(
  ({ id, resource, kind, stronger, joinsGroups, impliedBy, levels, levelsOf, detail }, index) => {
    const requests = requestsFor(writeVerbs, rbac, resource);
    return risk({
      id,
      page: 'rbac-write',
      title: `A subject can write ${kind}`,
      requests,
      run: (access) =>
        factsOf(
          withoutStronger(access, [...grantsOfRequests(access, requests), ...(joinsGroups ? joined(access, requests) : [])], stronger),
        ),
      levels,
      ...(levelsOf && { levelsOf }),
      statement: `can write ${kind}`,
      ...(resource.startsWith('cluster') && { where: '' }),
      detail,
      remediation:
        'Leave roles and bindings to those who administer the cluster, or the namespace; a controller that makes them gets the names that it needs.',
      references: [docs.escalationPrevention, docs.roleRestrictions, docs.bindingRestrictions, cis('5.1.8'), attack('T1098.006')],
      impliedBy: [impliedBy, ...variants.slice(0, index).map((stronger) => stronger.id)],
    });
  },
);

/** bind on certain roles is judged by these roles (bind-roles). */
function bindsNamed(rule: RuleBody): boolean {
  return isNamed(rule) && rule.verbs.every((verb) => verb === 'bind');
}

function withoutStronger(access: Access, grants: readonly Grant[], stronger: readonly ResourcePattern[]): Grant[] {
  const held = holdings(grantsOfRequests(access, stronger).filter(({ rule }) => !isNamed(rule)));
  return grants.filter((grant) => !held(grant.subject).some((other) => reaches(other, grant.scope)));
}

/** What comes of a group is worth more to those of it who have something to pass on. */
function joined(access: Access, requests: readonly ResourcePattern[]): Grant[] {
  const worthPassingOn = grantsOfRules(access, (rule) => powerOfRule(rule) === 'takeover').filter(({ scope }) => scope === '*');
  return throughGroups(grantsOfRequests(access, requests), worthPassingOn);
}
