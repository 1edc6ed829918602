import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { groupMatches, verbMatches } from '../../access/match.ts';
import type { Fact } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { holdings, throughGroups } from '../holdings.ts';
import { docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const users = requestsFor('impersonate', '', 'users', 'serviceaccounts');

export const impersonateExtraUid = risk({
  id: 'impersonate-extra-uid',
  title: 'A subject can make up what authenticators say of a user',
  requests: requestsFor('impersonate', 'authentication.k8s.io', 'uids'),
  run: facts,
  levels: always('medium'),
  levelsOf: (_link, _access, { together }) => always(together ? 'medium' : 'low'),
  statement: 'can impersonate UIDs and extra fields of users',
  detail: ({ together }) =>
    `Webhooks and authorizers decide by these fields: scopes that a token is limited to, the credential and the node that it belongs to.${together ? '' : ' They are set beside a user or ServiceAccount that is impersonated, which this subject may not do.'}`,
  remediation: 'Name the extra keys (userextras/KEY) and their values in resourceNames; or take impersonate away.',
  references: [docs.impersonateVerb],
});

function facts(access: Access): Fact[] {
  const ofUsers = grantsOfRequests(access, users);
  const held = holdings(ofUsers);
  const grants = grantsOfRules(access, isWanted).filter(({ scope }) => scope === '*');
  return factsOf([...grants, ...throughGroups(grants, ofUsers)]).map((fact) => {
    const together = fact.subject ? held(fact.subject) : [];
    return together.length > 0 ? { ...fact, together: together.slice(0, 1) } : fact;
  });
}

/** The keys of extra fields are subresources, and any may be asked about. */
function isWanted(rule: Rule): boolean {
  const concerns = rule.resources.some((resource) => resource === '*' || resource === 'uids' || resource.startsWith('userextras/'));
  return concerns && verbMatches(rule, 'impersonate') && groupMatches(rule, 'authentication.k8s.io');
}
