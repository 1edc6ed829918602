import type { Grant, Scope } from '../../../model/grant.ts';
import { kindAndName, type RoleRef } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, resourceMatches } from '../../access/match.ts';
import { accountsNamed } from '../accounts.ts';
import type { Check, Fact, Levels, Link } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { identitiesNamed } from '../identity/impersonate-users-groups.ts';
import { worstOf } from '../identity/named-roles.ts';
import { countsInNamespaces } from '../reach.ts';
import { attack, cis, docs } from '../references.ts';
import { isInert, isNamed, rulesOf } from '../rules.ts';
import { always, rank, worse } from '../severity.ts';
import { list, resourceName, ruleList } from '../wording.ts';

/** Verbs that exist for authorization only, and what each lets its holder do. */
interface SpecialVerb {
  group: string;
  resource: string;
  verbs: string;
  power: string;
  levels: Levels;
  /** True where such requests have no namespace, so that RoleBindings grant none. */
  isClusterScoped?: boolean;
}

const takeover: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' };
const roleVerbs = 'bind and escalate';
const rolePower = 'give anyone, themselves included, any role';

const specialVerbs: readonly SpecialVerb[] = [
  { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', verbs: roleVerbs, power: rolePower, levels: takeover },
  { group: 'rbac.authorization.k8s.io', resource: 'roles', verbs: roleVerbs, power: rolePower, levels: takeover },
  { group: '', resource: 'users', verbs: 'impersonate', power: 'act as any user', levels: takeover, isClusterScoped: true },
  { group: '', resource: 'serviceaccounts', verbs: 'impersonate', power: 'act as any ServiceAccount', levels: takeover },
  {
    group: 'certificates.k8s.io',
    resource: 'signers',
    verbs: 'approve and sign',
    power: 'approve certificates for any user',
    levels: always('high'),
    isClusterScoped: true,
  },
];

/** The worst special verb that `*` stands for in the rule, held in a scope. */
function specialOf(rule: Rule, scope: Scope): SpecialVerb | undefined {
  return specialVerbs
    .filter(({ isClusterScoped }) => scope === '*' || isClusterScoped !== true)
    .filter(({ group, resource }) => groupMatches(rule, group) && resourceMatches(rule, resource, ''))
    .sort((a, b) => rank(a.levels.everywhere) - rank(b.levels.everywhere))[0];
}

/** A rule with the verb `*` on resources that it names; one with the resource `*` is wildcard-resources. */
function isWildcard(rule: Rule): boolean {
  const { verbs, apiGroups, resources } = rule;
  return !isInert(rule) && verbs.includes('*') && apiGroups.length > 0 && resources.length > 0 && !resources.includes('*');
}

function* grants(access: Access): Generator<Grant> {
  for (const grant of grantsOfRules(access, isWildcard)) {
    if (grant.scope === '*' || countsInNamespaces(grant.rule, access.snapshot.discovery)) yield grant;
  }
}

/** Of named roles and identities as bad as those are; at least medium, for all that is added later. */
function levels({ rule }: Link, access: Access, { scope }: Fact): Levels {
  const special = rule && specialOf(rule, scope);
  if (!special) return { ...always('medium'), names: 'medium' };
  const { resource } = special;
  if (!isNamed(rule)) return special.levels;
  const names = rule.resourceNames;
  if (resource === 'users') return { ...special.levels, names: 'medium', becomes: identitiesNamed(rule) };
  if (resource === 'serviceaccounts') return { ...special.levels, names: 'medium', becomes: accountsNamed(access, scope, names) };
  if (special.verbs !== roleVerbs) return special.levels;
  const worst = worstOf(names.map((name) => ({ name, role: access.role(roleNamed(resource, name, scope)) })));
  return { ...special.levels, names: worse('medium', worst ?? 'high') };
}

function roleNamed(resource: string, name: string, scope: Scope): RoleRef {
  return resource === 'clusterroles' ? { kind: 'ClusterRole', name } : { kind: 'Role', namespace: scope, name };
}

/** Of several API groups nobody can tell here which of them has the resource. */
function nameIn({ apiGroups }: Rule, resource: string, special: SpecialVerb | undefined): string {
  if (special?.resource === resource) return resourceName(special.group, resource);
  const [group = '', ...others] = apiGroups;
  return others.length > 0 ? resource : resourceName(group, resource);
}

export const wildcardVerbs: Check = {
  id: 'wildcard-verbs',
  title: 'A rule grants every verb on a resource',
  kind: 'risk',
  base: 'medium',
  references: [docs.leastPrivilege, docs.escalateVerb, docs.bindVerb, docs.impersonateVerb, cis('5.1.3'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Name the verbs that are needed: get, list, watch to read; create, update, patch, delete to change.',
  run: (access) => factsOf(grants(access)),
  levels,
  say({ because, role, scope }) {
    const rules = rulesOf(because);
    const special = rules
      .flatMap((rule) => specialOf(rule, scope) ?? [])
      .sort((a, b) => rank(a.levels.everywhere) - rank(b.levels.everywhere))[0];
    const named = rules.flatMap((rule) => rule.resources.map((resource) => nameIn(rule, resource, special)));
    const decisive = special && resourceName(special.group, special.resource);
    // What makes it bad is named first, lest a long list hide it.
    const resources = [...new Set(decisive !== undefined && named.includes(decisive) ? [decisive, ...named] : named)];
    const where = `${ruleList(because)} of ${role ? kindAndName(role) : 'the role'} says verbs "*"`;
    return {
      statement: `can use every verb on ${list(resources)}`,
      detail: special
        ? `${where}. On ${resourceName(special.group, special.resource)} that includes ${special.verbs}: the holder can ${special.power}${scope === '*' || special.resource !== 'serviceaccounts' ? '' : ` of ${scope}`}.`
        : `${where}: also deletecollection, verbs that only authorization knows, and all that are added later.`,
    };
  },
};
