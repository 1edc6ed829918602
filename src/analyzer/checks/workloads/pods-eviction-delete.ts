import type { Check } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { factsWithNodes } from './with-nodes.ts';

const requests = [...requestsFor('create', '', 'pods/eviction'), ...requestsFor('delete deletecollection', '', 'pods')];
const levels = byScope('medium', 'low');

export const podsEvictionDelete: Check = {
  ...risk({
    id: 'pods-eviction-delete',
    title: 'A subject can delete or evict pods',
    requests,
    levels,
    // What runs in kube-system everything else needs.
    levelsOf: ({ binding }) => (binding?.namespace === 'kube-system' ? { ...levels, sensitive: 'high' } : levels),
    statement: 'can delete or evict pods',
    detail:
      'What it takes down comes back elsewhere, and again: a service that never gets up. Together with the right to change nodes it moves pods to a node in the hands of an attacker, who has their tokens then.',
    remediation:
      'Leave it to the controllers of the workloads; for maintenance grant create on pods/eviction, which respects PodDisruptionBudgets.',
    references: [docs.eviction, attack('T1499')],
    impliedBy: ['pods-create'],
  }),
  run: (access) => factsWithNodes(access, requests),
};
