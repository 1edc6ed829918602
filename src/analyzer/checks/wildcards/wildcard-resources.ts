import { kindAndName } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import { groupMatches, verbMatches } from '../../access/match.ts';
import type { Check, Levels } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { rulesOf, writes } from '../rules.ts';
import { rank } from '../severity.ts';
import { groupList, ruleList, verbList } from '../wording.ts';

const coreWrite: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' };
const coreRead: Levels = { everywhere: 'high', namespace: 'medium', sensitive: 'high' };
const otherWrite: Levels = { everywhere: 'high', namespace: 'medium', sensitive: 'high' };
const otherRead: Levels = { everywhere: 'medium', namespace: 'low', sensitive: 'medium' };

/** The core group holds Secrets, ServiceAccount tokens, exec into pods and the kubelet's proxy; other groups are judged by whether they can be changed. */
function levelsOf(rule: Rule): Levels {
  const core = groupMatches(rule, '');
  if (core && writes(rule)) return coreWrite;
  if (core && ['get', 'list', 'watch'].some((verb) => verbMatches(rule, verb))) return coreRead;
  return writes(rule) ? otherWrite : otherRead;
}

export const wildcardResources: Check = {
  id: 'wildcard-resources',
  title: 'A rule grants every resource of an API group',
  kind: 'risk',
  base: 'critical',
  references: [docs.leastPrivilege, docs.referringToResources, cis('5.1.3'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Name the resources, and their subresources, that are needed.',
  run: (access) =>
    factsOf(grantsOfRules(access, (rule) => rule.resources.includes('*') && rule.verbs.length > 0 && rule.apiGroups.length > 0)),
  levels: ({ rule }) => (rule ? levelsOf(rule) : coreWrite),
  say({ because, role }) {
    const rules = rulesOf(because);
    const worst = rules.reduce((a, b) => (rank(levelsOf(b).everywhere) < rank(levelsOf(a).everywhere) ? b : a));
    // What is said of the worst rule is said of all that are alike but for the API group.
    const alike = rules.filter((rule) => verbList(rule) === verbList(worst));
    const named = [...new Set(alike.flatMap((rule) => rule.apiGroups))];
    const groups = named.includes('*') ? 'every resource' : `every resource of ${groupList(named)}`;
    const core = groupMatches(worst, '')
      ? ' In the core group that includes Secrets, exec into pods, ServiceAccount tokens and nodes/proxy.'
      : '';
    return {
      statement: `can ${verbList(worst)} ${groups}`,
      detail: `${ruleList(because)} of ${role ? kindAndName(role) : 'the role'} says resources "*": all resources, all subresources, and all that are added later.${core}`,
    };
  },
};
