import { byCodeUnit } from '../../../model/order.ts';
import type { Rule } from '../../../model/rule.ts';
import { trimRight, urlCovers } from '../../access/match.ts';
import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { asksUrls, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';
import { list } from '../wording.ts';

/** What the API server, the scheduler and the controller manager serve for debugging; all of them ask RBAC. */
const forDebugging: readonly string[] = ['/debug/*', '/logs/*', '/flagz', '/configz'];

/** The URLs of a rule that are debug URLs, or cover some. */
function debugUrlsOf(rule: Rule): string[] {
  if (!asksUrls(rule)) return [];
  return rule.nonResourceURLs.filter((url) => forDebugging.some((debug) => overlap(url, debug)));
}

/** True if one of the two covers the shortest path of the other. */
function overlap(url: string, other: string): boolean {
  return urlCovers(url, trimRight(other, '*')) || urlCovers(other, trimRight(url, '*'));
}

export const debugUrls: Check = {
  id: 'debug-urls',
  title: 'A subject can use the debug URLs of the control plane',
  kind: 'risk',
  base: 'medium',
  references: [docs.zPages, docs.leastPrivilege, attack('T1613')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', 'wildcard-nonresource-urls'],
  remediation: 'Name the URLs that are needed, such as /metrics and /healthz, and leave those for debugging to administrators.',
  // Requests for URLs have no namespace, so only ClusterRoleBindings count.
  *run(access) {
    const grants = grantsOfRules(access, (rule) => debugUrlsOf(rule).length > 0);
    yield* factsOf(grants.filter(({ scope }) => scope === '*'));
  },
  levels: () => always('medium'),
  say: ({ because }) => ({
    statement: `can ask the control plane for ${list(rulesOf(because).flatMap(debugUrlsOf).sort(byCodeUnit))}`,
    where: '',
    detail:
      'Profiles under /debug/pprof hold pieces of memory, and taking them slows the server down; /logs has the log files of its host; /flagz and /configz tell how it was started.',
  }),
};
