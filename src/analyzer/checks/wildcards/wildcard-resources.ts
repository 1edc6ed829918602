import type { Scope } from '../../../model/grant.ts';
import { kindAndName } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import { groupMatches, verbMatches } from '../../access/match.ts';
import type { Check, Levels } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { isInert, rulesOf, writes } from '../rules.ts';
import { rank } from '../severity.ts';
import { groupList, list, ruleList, verbList } from '../wording.ts';

const coreWrite: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' };
const coreRead: Levels = { everywhere: 'high', namespace: 'medium', sensitive: 'high' };
const otherWrite: Levels = { everywhere: 'high', namespace: 'medium', sensitive: 'high' };
const otherRead: Levels = { everywhere: 'medium', namespace: 'low', sensitive: 'medium' };

/** Aggregated APIs of numbers, which serve no verb that changes anything (custom-metrics-apiserver, metrics-server). */
const readOnlyGroups: ReadonlySet<string> = new Set(['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io']);

/** The core group holds Secrets, ServiceAccount tokens, exec into pods and the kubelet's proxy; other groups are judged by whether they can be changed. */
function levelsOf(rule: Rule): Levels {
  const core = groupMatches(rule, '');
  if (core && writes(rule)) return coreWrite;
  if (core && ['get', 'list', 'watch'].some((verb) => verbMatches(rule, verb))) return coreRead;
  return writes(rule) && !rule.apiGroups.every((group) => readOnlyGroups.has(group)) ? otherWrite : otherRead;
}

/** What is worst about a rule on the core group, by its verbs. */
function coreOf(rule: Rule, scope: Scope): string {
  const may = (...verbs: string[]) => verbs.some((verb) => verbMatches(rule, verb));
  const powers = [
    ...(may('get', 'list', 'watch') ? ['read every Secret'] : []),
    ...(may('create') ? ['run pods, and commands in them, and have tokens made for ServiceAccounts'] : []),
    ...(may('get') && scope === '*' ? ['run commands in pods through nodes/proxy'] : []),
    ...(may('update', 'patch') ? ['change the images of pods'] : []),
    ...(may('delete', 'deletecollection') ? ['delete what is stored'] : []),
  ];
  return powers.length === 0 ? '' : ` In the core group that is enough to ${list(powers, 5)}.`;
}

export const wildcardResources: Check = {
  id: 'wildcard-resources',
  title: 'A rule grants every resource of an API group',
  kind: 'risk',
  base: 'critical',
  references: [docs.leastPrivilege, docs.referringToResources, cis('5.1.3'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Name the resources, and their subresources, that are needed.',
  run: (access) => factsOf(grantsOfRules(access, (rule) => rule.resources.includes('*') && !isInert(rule))),
  levels: ({ rule }) => (rule ? levelsOf(rule) : coreWrite),
  say({ because, role, scope }) {
    const rules = rulesOf(because);
    const worst = rules.reduce((a, b) => (rank(levelsOf(b).everywhere) < rank(levelsOf(a).everywhere) ? b : a));
    // What is said of the worst rule is said of all that are alike but for the API group.
    const alike = rules.filter((rule) => verbList(rule) === verbList(worst));
    const named = [...new Set(alike.flatMap((rule) => rule.apiGroups))];
    const groups = named.includes('*') ? 'every resource' : `every resource of ${groupList(named)}`;
    const core = groupMatches(worst, '') ? coreOf(worst, scope) : '';
    return {
      statement: `can ${verbList(worst)} ${groups}`,
      detail: `${ruleList(because)} of ${role ? kindAndName(role) : 'the role'} says resources "*": all resources, all subresources, and all that are added later.${core}`,
    };
  },
};
