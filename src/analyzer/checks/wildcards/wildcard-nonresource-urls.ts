import { kindAndName } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { asksUrls } from '../rules.ts';
import { always } from '../severity.ts';
import { ruleList } from '../wording.ts';

/** `*`, `/*` and what comes to the same, because trailing asterisks are cut off (NonResourceURLMatches). */
function grantsEveryUrl(rule: Rule): boolean {
  return asksUrls(rule) && rule.nonResourceURLs.some((url) => /^\/?\*+$/.test(url));
}

export const wildcardNonresourceUrls: Check = {
  id: 'wildcard-nonresource-urls',
  title: 'A rule grants every URL of the API server',
  kind: 'risk',
  base: 'medium',
  references: [docs.leastPrivilege, docs.discoveryRoles, attack('T1613')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Name the URLs that are needed, such as /metrics or /healthz.',
  // Requests for URLs have no namespace, so only ClusterRoleBindings count.
  *run(access) {
    const grants = grantsOfRules(access, grantsEveryUrl);
    yield* factsOf(grants.filter(({ scope }) => scope === '*'));
  },
  levels: () => always('medium'),
  say: ({ because, role }) => ({
    statement: 'can ask for every URL of the API server',
    where: '',
    detail: `${ruleList(because)} of ${role ? kindAndName(role) : 'the role'} covers all nonResourceURLs: /metrics and /logs tell about the cluster, /debug/pprof can also slow the API server down.`,
  }),
};
