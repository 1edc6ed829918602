import type { Check } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';
import { factsWithNodes } from './with-nodes.ts';

const requests = requestsFor('create', '', 'pods/binding', 'bindings');

export const podsBinding: Check = {
  ...risk({
    id: 'pods-binding',
    title: 'A subject can put pods on nodes',
    requests,
    levels: always('medium'),
    statement: 'can put waiting pods on a node of its choice',
    detail:
      'A binding decides on which node a new pod runs, whatever the scheduler would say. On a node that is in the hands of an attacker its Secrets and its token are theirs.',
    remediation: 'Take it away: pods are bound by schedulers, and a second scheduler needs it in a ServiceAccount of its own.',
    references: [docs.scheduler, attack('T1610')],
  }),
  run: (access) => factsWithNodes(access, requests),
};
