import { kindAndName } from '../../../model/role.ts';
import { urlCovers, verbMatches } from '../../access/match.ts';
import type { Check, Fact } from '../check.ts';
import { consequence, controlled, fullControlGrants, fullControlLevels } from '../full-control.ts';
import { factsOf } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { ruleList } from '../wording.ts';

export const clusterAdminEquivalent: Check = {
  id: 'cluster-admin-equivalent',
  title: 'A role is cluster-admin under another name',
  kind: 'risk',
  base: 'critical',
  references: [docs.leastPrivilege, docs.userFacingRoles, cis('5.1.1'), cis('5.1.3'), attack('T1078')],
  impliedBy: ['cluster-admin-binding'],
  remediation: 'Name the verbs, API groups and resources that are needed; rbac-audit what-can shows what the subject holds.',
  run: (access) => factsOf(fullControlGrants(access).filter(({ role }) => role.kind !== 'ClusterRole' || role.name !== 'cluster-admin')),
  levels: () => fullControlLevels,
  say: (fact) => ({
    statement: 'can do everything',
    where: controlled(fact),
    detail: `${ruleList(fact.because)} of ${nameOf(fact)} allows every verb on every resource${urls(fact)}: cluster-admin under another name. ${consequence(fact)}`,
  }),
};

function nameOf({ role }: Fact): string {
  return role ? kindAndName(role) : 'the role';
}

/** Whether the role also covers all URLs, as cluster-admin does; they count through ClusterRoleBindings only. */
function urls({ scope, because }: Fact): string {
  if (scope !== '*') return '';
  const rules = because.flatMap((link) => link.role?.rules ?? []);
  const all = rules.some((rule) => verbMatches(rule, '*') && rule.nonResourceURLs.some((url) => urlCovers(url, '/')));
  return all ? ' and every URL' : ', though not every URL';
}
