import type { Check } from '../check.ts';
import { docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const variants = [
  {
    id: 'runtimeclass-write',
    requests: requestsFor(writeVerbs, 'node.k8s.io', 'runtimeclasses'),
    statement: 'can decide which runtime runs containers',
    detail:
      'A RuntimeClass says which handler of the node runs the containers of a pod: one without the sandbox that others rely on. Its overhead and its node selector are added to every pod that names it.',
    references: [docs.runtimeClass, docs.leastPrivilege],
  },
  {
    id: 'priorityclass-write',
    requests: requestsFor(writeVerbs, 'scheduling.k8s.io', 'priorityclasses'),
    statement: 'can decide which pods push out others',
    detail:
      'Pods of a higher priority have others evicted where room is scarce, and a class that is made the default raises every pod that names none.',
    references: [docs.podPriority, docs.leastPrivilege],
  },
];

export const classWrite: readonly Check[] = variants.map(({ id, requests, statement, detail, references }) =>
  risk({
    id,
    page: 'class-write',
    title: `A subject ${statement}`,
    requests,
    levels: always('medium'),
    statement,
    detail,
    remediation: 'Leave these classes to those who run the cluster: they are set up once.',
    references,
  }),
);
