import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const workloadScale = risk({
  id: 'workload-scale',
  title: 'A subject can scale workloads',
  requests: [
    ...requestsFor('update patch', '', 'replicationcontrollers/scale'),
    ...requestsFor('update patch', 'apps', 'deployments/scale', 'replicasets/scale', 'statefulsets/scale'),
    ...requestsFor('update patch', 'extensions', 'deployments/scale', 'replicasets/scale'),
  ],
  levels: byScope('medium', 'low'),
  statement: 'can scale workloads',
  detail: 'At no replicas a service is gone, be it the shop or the agent that watches for attacks; at very many the nodes are full.',
  remediation: 'Name the workloads with resourceNames: requests to scale carry their name.',
  references: [docs.scaling, attack('T1496'), attack('T1499')],
  impliedBy: ['deployments-write', 'statefulsets-write', 'replicasets-write', 'replicationcontrollers-write'],
});
