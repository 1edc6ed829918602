import { accountsNamed } from '../accounts.ts';
import type { Levels } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed } from '../rules.ts';

const levels: Levels = { ...byScope('critical', 'high'), names: 'low' };

export const impersonateServiceAccounts = risk({
  id: 'impersonate-serviceaccounts',
  title: 'A subject can act as ServiceAccounts',
  requests: requestsFor('impersonate', '', 'serviceaccounts'),
  levels,
  levelsOf: ({ rule }, access, { scope }) =>
    rule && isNamed(rule) ? { ...levels, becomes: accountsNamed(access, scope, rule.resourceNames) } : levels,
  statement: 'can impersonate ServiceAccounts',
  detail:
    'With the header Impersonate-User each request is made as a ServiceAccount, with all its rights and without its token. The default roles edit and admin contain this right for all ServiceAccounts of the namespace.',
  remediation: 'Name the ServiceAccounts in resourceNames, none that can do more than the subject; or take impersonate away.',
  references: [docs.impersonateVerb, cis('5.1.8'), attack('T1078'), attack('T1550')],
});
