import { docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

export const nodesStatusWrite = risk({
  id: 'nodes-status-write',
  title: 'A subject can change what nodes report about themselves',
  requests: requestsFor('update patch', '', 'nodes/status'),
  levels: always('medium'),
  statement: 'can change what nodes report about themselves',
  detail:
    'The API server connects to kubelets at the addresses in the status, so that logs and commands of others can be led elsewhere; capacity and conditions in it decide where pods run.',
  remediation: 'Leave nodes/status to the kubelets; give an agent that reports about its own node patch on that node, by name.',
  references: [docs.nodes, docs.leastPrivilege],
});
