import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { inPods } from './in-pods.ts';

const levels = byScope('critical', 'high');

export const podsEphemeralContainers = risk({
  id: 'pods-ephemeralcontainers',
  title: 'A subject can add containers to running pods',
  requests: requestsFor('update patch', '', 'pods/ephemeralcontainers'),
  levels,
  levelsOf: inPods(levels),
  statement: 'can add containers to running pods',
  detail:
    'The new container runs an image of the attacker beside the processes of the pod, with its ServiceAccount and its network; where Pod Security allows it, it is privileged, and the node is captured too.',
  remediation:
    'Take update and patch on pods/ephemeralcontainers away; grant them to those who debug, in the namespace, for the time that it takes.',
  references: [docs.leastPrivilege, docs.ephemeralContainers, attack('T1609')],
});
