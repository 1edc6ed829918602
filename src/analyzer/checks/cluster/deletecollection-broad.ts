import { factsOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed } from '../rules.ts';

const data: readonly [group: string, ...resources: string[]][] = [
  ['', 'secrets', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes'],
  ['apps', 'deployments', 'statefulsets'],
];

const inBulk = data.flatMap(([group, ...resources]) => requestsFor('deletecollection', group, ...resources));
/** One by one they are as gone, but in a namespace that is what everybody who works there may do. */
const oneByOne = [
  ...requestsFor('delete', '', 'secrets', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes'),
  ...requestsFor('delete', '*', '*'),
];

export const deleteCollectionBroad = risk({
  id: 'deletecollection-broad',
  title: 'A subject can delete data on a large scale',
  requests: [...inBulk, ...oneByOne],
  run: (access) =>
    factsOf([
      ...grantsOfRequests(access, inBulk),
      ...grantsOfRequests(access, oneByOne).filter(({ scope, rule }) => (scope === '*' || rule.resources.includes('*')) && !isNamed(rule)),
    ]),
  levels: byScope('high', 'medium', 'high'),
  statement: 'can delete data in bulk',
  detail: 'One request deletes every object of a kind, and with claims and volumes what is stored in them.',
  remediation: 'Take deletecollection away, and delete where nothing is deleted in daily work; name the objects where it is.',
  references: [docs.leastPrivilege, attack('T1485')],
});
