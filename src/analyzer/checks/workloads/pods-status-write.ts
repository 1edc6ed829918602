import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const podsStatusWrite = risk({
  id: 'pods-status-write',
  title: 'A subject can write the status of pods',
  requests: requestsFor('update patch', '', 'pods/status'),
  levels: byScope('medium', 'low'),
  statement: 'can write the status of pods',
  detail:
    'Services send their traffic to the IP in the status of pods that say that they are ready. Whoever writes it takes traffic of a Service to another address, or takes pods out of it, until the kubelet corrects it.',
  remediation: 'Take it away: the status of pods is written by the kubelet and the scheduler.',
  references: [docs.podLifecycle, attack('T1557')],
  impliedBy: ['pods-update'],
});
