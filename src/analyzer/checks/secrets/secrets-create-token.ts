import type { Access } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { applyParts } from '../creation.ts';
import { grantsOfPods } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { factsOfAlternatives, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { allows } from '../role-power.ts';
import { isNamed, namesOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const create = requestsFor('create', '', 'secrets');
const read = requestsFor('get list watch', '', 'secrets');

/** Says of a fact that the subject may mount the Secret that was made, whatever its name. */
const mounted = 'mounted';

const levels = byScope('critical', 'high');

/** Who may make a Secret, and read or mount it. */
function facts(access: Access): Fact[] {
  const pods = grantsOfPods(access);
  const apply = applyParts('', 'secrets');
  const found = factsOfAlternatives(access, [
    [{ requests: create }, { requests: read, grants: pods }],
    [...apply, { requests: read, hasSameNames: true }],
    [...apply, { grants: pods }],
  ]);
  const mounting = new Set(pods.map(({ rule }) => rule));
  const mounts = ({ because, together = [] }: Fact) => rulesOf([...because, ...together]).some((rule) => mounting.has(rule));
  return found.map((fact) => (mounts(fact) ? { ...fact, notes: [mounted] } : fact));
}

/** The names of all Secrets that can be read, where others cannot be, nor mounted, and where any may be made. */
function readableNames({ because, together = [], notes }: Fact): string[] | undefined {
  if (notes?.includes(mounted) || rulesOf(because).every(isNamed)) return undefined;
  return namesOf(rulesOf([...because, ...together]).filter((rule) => read.some((request) => allows(rule, request))));
}

export const secretsCreateToken = risk({
  id: 'secrets-create-token',
  title: 'A subject can have tokens of ServiceAccounts made as Secrets',
  requests: create,
  run: facts,
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
