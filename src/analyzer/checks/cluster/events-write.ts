import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const verbs = 'update patch delete deletecollection';

export const eventsWrite = risk({
  id: 'events-write',
  title: 'A subject can create, change or delete events',
  requests: [...requestsFor(`create ${verbs}`, '', 'events'), ...requestsFor(`create ${verbs}`, 'events.k8s.io', 'events')],
  levels: byScope('low', 'low'),
  statement: 'can forge or delete events',
  detail: 'Events are what operators look at first after an incident. Who writes them can hide traces, lay false ones, and fill etcd.',
  remediation: 'Controllers need create and patch; take update and delete away.',
  references: [docs.leastPrivilege, attack('T1070')],
});
