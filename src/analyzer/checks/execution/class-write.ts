import type { Check } from '../check.ts';
import { docs } from '../references.ts';
import { requestsFor, writeAndDeleteVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { onlyDeletes, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';

const variants = [
  {
    id: 'runtimeclass-write',
    requests: requestsFor(writeAndDeleteVerbs, 'node.k8s.io', 'runtimeclasses'),
    statement: 'can decide which runtime runs containers',
    detail:
      'A RuntimeClass says which handler of the node runs the containers of a pod: one without the sandbox that others rely on. Its overhead and its node selector are added to every pod that names it.',
    deletes: 'can delete RuntimeClasses',
    afterDelete: 'No pod that names the class is admitted any more, until somebody makes the class again, with another handler perhaps.',
    references: [docs.runtimeClass, docs.leastPrivilege],
  },
  {
    id: 'priorityclass-write',
    requests: requestsFor(writeAndDeleteVerbs, 'scheduling.k8s.io', 'priorityclasses'),
    statement: 'can decide which pods push out others',
    detail:
      'Pods of a higher priority have others evicted where room is scarce, and a class that is made the default raises every pod that names none.',
    deletes: 'can delete PriorityClasses',
    afterDelete: 'No pod that names the class is admitted any more: what has to be there first does not come back after its node is lost.',
    references: [docs.podPriority, docs.leastPrivilege],
  },
];

export const classWrite: readonly Check[] = variants.map(({ id, requests, statement, detail, deletes, afterDelete, references }) =>
  risk({
    id,
    page: 'class-write',
    title: `A subject ${statement}`,
    requests,
    levels: always('medium'),
    statement: ({ because }) => (onlyDeletes(rulesOf(because)) ? deletes : statement),
    detail: ({ because }) => (onlyDeletes(rulesOf(because)) ? afterDelete : detail),
    remediation: 'Leave these classes to those who run the cluster: they are set up once.',
    references,
  }),
);
