import { attack, docs } from '../references.ts';
import { requestsFor, writeAndDeleteVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const hpaPdbWrite = risk({
  id: 'hpa-pdb-write',
  title: 'A subject can write HorizontalPodAutoscalers or PodDisruptionBudgets',
  requests: [
    ...requestsFor(writeAndDeleteVerbs, 'autoscaling', 'horizontalpodautoscalers'),
    ...requestsFor(writeAndDeleteVerbs, 'policy', 'poddisruptionbudgets'),
  ],
  countsApply: true,
  levels: byScope('medium', 'low'),
  statement: 'can decide how many pods run, and which may not be evicted',
  detail:
    'A HorizontalPodAutoscaler takes a workload to its fewest or its most pods, whatever the Deployment says. A PodDisruptionBudget that allows no disruption keeps nodes from being drained, and so from being updated.',
  remediation: 'Grant it in the namespaces of its workloads, by RoleBindings, to the pipeline that deploys them.',
  references: [docs.disruptions, attack('T1496')],
});
