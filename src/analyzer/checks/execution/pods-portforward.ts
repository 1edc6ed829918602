import { docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { streamRequests } from './streams.ts';

export const podsPortforward = risk({
  id: 'pods-portforward',
  title: 'A subject can open connections into pods',
  requests: requestsFor('create get', '', 'pods/portforward'),
  run: (access) => factsOfRequests(access, streamRequests(access, 'portforward')),
  levels: byScope('high', 'medium'),
  statement: 'can open connections into pods',
  detail:
    'The connection ends inside the pod, past every NetworkPolicy, and reaches ports that listen on localhost only because they ask for no password: databases, admin pages, debuggers.',
  remediation: 'Take create and get on pods/portforward away; grant them to those who debug, in the namespace that they debug.',
  references: [docs.leastPrivilege, docs.portForward],
  impliedBy: ['nodes-proxy', 'pods-exec', 'pods-exec-get-only'],
});
