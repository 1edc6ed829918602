import type { Access } from '../../access/access.ts';
import { accountsNamed } from '../accounts.ts';
import type { Check, Fact, Levels, Link } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed } from '../rules.ts';

const requests = requestsFor('create', '', 'serviceaccounts/token');
const levels = byScope('critical', 'high');

/** With names it is as bad as what the named ServiceAccounts can do. */
function levelsOf({ rule }: Link, access: Access, { scope }: Fact): Levels {
  if (!rule || !isNamed(rule)) return levels;
  return { ...levels, names: 'low', becomes: accountsNamed(access, scope, rule.resourceNames) };
}

/** A ServiceAccount that may ask for its own tokens gains nothing: it has one already. */
function withoutOwn(fact: Fact): Fact[] {
  const because = fact.because.filter(({ rule }) => rule && !isOwn(fact, rule.resourceNames));
  return because.length === 0 ? [] : [{ ...fact, because }];
}

function isOwn({ subject, scope }: Fact, names: readonly string[]): boolean {
  if (subject?.kind !== 'ServiceAccount' || subject.namespace !== scope) return false;
  return names.length > 0 && names.every((name) => name === subject.name);
}

export const saTokenCreate: Check = {
  ...risk({
    id: 'sa-token-create',
    title: 'A subject can have tokens of ServiceAccounts made',
    requests,
    levels,
    levelsOf,
    statement: 'can have tokens of ServiceAccounts made',
    detail:
      'A token makes its holder that ServiceAccount, with all that it may do, from anywhere and for as long as the request says; the log shows the ServiceAccount, not who asked.',
    remediation:
      'Name the ServiceAccounts with resourceNames (the request carries their name), in a Role of their namespace; pods need no such right for their own token.',
    references: [docs.tokenRequest, cis('5.1.13'), attack('T1528')],
    impliedBy: ['secrets-create-token'],
  }),
  run: (access) => factsOfRequests(access, requests).flatMap(withoutOwn),
};
