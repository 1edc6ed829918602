import type { Fact } from '../check.ts';
import { applyParts } from '../creation.ts';
import { joinFacts } from '../grants.ts';
import { podMakers } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { allows } from '../role-power.ts';
import { isNamed, namesOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const create = requestsFor('create', '', 'secrets');
/** Ways to the content of the Secret that was made: read it, or mount it. */
const read = [...requestsFor('get list watch', '', 'secrets'), ...podMakers];

const levels = byScope('critical', 'high');

/** The names of all Secrets that can be read, where others cannot be, nor mounted, and where any may be made. */
function readableNames({ because, together = [] }: Fact): string[] | undefined {
  if (rulesOf(because).every(isNamed)) return undefined;
  return namesOf(rulesOf([...because, ...together]).filter((rule) => read.some((request) => allows(rule, request))));
}

export const secretsCreateToken = risk({
  id: 'secrets-create-token',
  title: 'A subject can have tokens of ServiceAccounts made as Secrets',
  requests: create,
  run: (access) =>
    joinFacts(
      factsOfParts(access, [{ requests: create }, { requests: read }]),
      factsOfParts(access, [...applyParts('', 'secrets'), { requests: read, hasSameNames: true }]),
    ),
  levels,
  levelsOf: ({ rule }, _access, fact) => (rule && !isNamed(rule) && readableNames(fact) ? byScope('high', 'medium') : levels),
  statement: (fact) => {
    const names = readableNames(fact);
    return `can have a token made for any ServiceAccount, without expiry${names ? `, as ${list(names)}` : ''}`;
  },
  detail: (fact) =>
    `A Secret of type kubernetes.io/service-account-token that names a ServiceAccount is filled with a token of it, which never expires. The right to create Secrets makes it, and the right to read or mount them gets it.${readableNames(fact) ? ' Only Secrets of these names can be read, so one of them has to be made before the one that is meant to have the name.' : ''}`,
  remediation: 'Take create on Secrets away, or name the Secrets that are to be changed: update and patch with resourceNames.',
  references: [docs.listingSecrets, docs.tokenSecrets, attack('T1528')],
});
