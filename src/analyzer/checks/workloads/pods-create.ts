import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { podLevels } from './pod-levels.ts';

export const podsCreate = risk({
  id: 'pods-create',
  title: 'A subject can create pods',
  requests: requestsFor('create', '', 'pods'),
  countsApply: true,
  // A name says nothing about what the pod is.
  levels: { ...podLevels, names: 'critical' },
  statement: 'can run any pod',
  detail:
    'A pod may run as any ServiceAccount of its namespace, whose token it gets, and may mount every Secret, ConfigMap and volume there. Where no Pod Security level is enforced it may also be privileged, and then has its node and the tokens of all pods on it.',
  remediation:
    'Let a controller of the platform create pods, in a namespace whose ServiceAccounts can do little and that enforces the Pod Security level restricted.',
  references: [docs.workloadCreation, docs.podSecurity, cis('5.1.4'), attack('T1610'), attack('T1611')],
});
