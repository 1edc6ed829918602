import { applyParts } from '../creation.ts';
import { joinFacts } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const create = requestsFor('create', '', 'secrets');
/** Ways to the content of the Secret that was made: read it, or mount it. */
const read = [
  ...requestsFor('get list watch', '', 'secrets'),
  ...requestsFor('create', '', 'pods', 'replicationcontrollers'),
  ...requestsFor('create', 'apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
  ...requestsFor('create', 'batch', 'jobs', 'cronjobs'),
];

export const secretsCreateToken = risk({
  id: 'secrets-create-token',
  title: 'A subject can have tokens of ServiceAccounts made as Secrets',
  requests: create,
  run: (access) =>
    joinFacts(
      factsOfParts(access, [{ requests: create }, { requests: read }]),
      factsOfParts(access, [...applyParts('', 'secrets'), { requests: read, hasSameNames: true }]),
    ),
  levels: byScope('critical', 'high'),
  statement: 'can have a token made for any ServiceAccount, without expiry',
  detail:
    'A Secret of type kubernetes.io/service-account-token that names a ServiceAccount is filled with a token of it, which never expires. The right to create Secrets makes it, and the right to read or mount them gets it.',
  remediation: 'Take create on Secrets away, or name the Secrets that are to be changed: update and patch with resourceNames.',
  references: [docs.listingSecrets, docs.tokenSecrets, attack('T1528')],
});
