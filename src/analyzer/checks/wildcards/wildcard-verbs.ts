import type { Grant, Scope } from '../../../model/grant.ts';
import { kindAndName } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, resourceMatches } from '../../access/match.ts';
import type { Check, Levels } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { countsInNamespaces } from '../reach.ts';
import { attack, cis, docs } from '../references.ts';
import { isInert, rulesOf } from '../rules.ts';
import { always, rank } from '../severity.ts';
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
  levels: ({ rule }, _access, { scope }) => (rule && specialOf(rule, scope)?.levels) || { ...always('medium'), names: 'medium' },
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
