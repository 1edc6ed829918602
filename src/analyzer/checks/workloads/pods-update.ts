import { inPods } from '../execution/in-pods.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const levels = byScope('critical', 'medium');

export const podsUpdate = risk({
  id: 'pods-update',
  title: 'A subject can change running pods',
  requests: requestsFor('update patch', '', 'pods'),
  levels,
  levelsOf: inPods(levels),
  statement: 'can replace the images of running pods',
  detail:
    'The image of a running container may be changed: the kubelet restarts it with the new one, and what runs then has the ServiceAccount, the Secrets and the privileges of the pod. With its labels a pod can be put behind the Service of another.',
  remediation: 'Take update and patch on pods away; controllers that keep state about pods do so in objects of their own.',
  references: [docs.podLifecycle, docs.workloadCreation, attack('T1609')],
  impliedBy: ['pods-create'],
});
