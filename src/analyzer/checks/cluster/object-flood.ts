import type { Subject } from '../../../model/subject.ts';
import { allServiceAccounts } from '../../access/identity.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const requests = [
  ...requestsFor('create', '', 'configmaps', 'secrets', 'events', 'pods', 'services', 'persistentvolumeclaims'),
  ...requestsFor('create', 'apps', 'deployments', 'statefulsets', 'daemonsets'),
  ...requestsFor('create', 'batch', 'jobs', 'cronjobs'),
];

/** Those whom nobody chose one by one. */
function isUntrusted({ kind, name }: Subject): boolean {
  if (kind === 'Group') return name === 'system:authenticated' || name === 'system:unauthenticated' || name.startsWith(allServiceAccounts);
  return kind === 'User' ? name === 'system:anonymous' : name === 'default';
}

export const objectFlood = risk({
  id: 'object-flood',
  title: 'A subject that anybody can be may create any number of objects',
  requests,
  run: (access) => factsOfRequests(access, requests).filter(({ subject }) => subject && isUntrusted(subject)),
  levels: byScope('info', 'info'),
  statement: 'can create any number of objects',
  detail:
    'Every object takes room in etcd, which the whole cluster shares: a loop that creates ConfigMaps is enough to stop the API server. Quotas on the number of objects prevent it; whether there are any is not read.',
  remediation:
    'Bind the subjects that need it, and set a quota on the number of objects (count/configmaps and the like) in each namespace.',
  references: [docs.objectCreation, docs.resourceQuotas, attack('T1499')],
});
