import type { Check } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

interface Variant {
  id: string;
  group: string;
  resource: string;
  statement: string;
  detail: string;
}

const variants: readonly Variant[] = [
  {
    id: 'controllerrevisions-write',
    group: 'apps',
    resource: 'controllerrevisions',
    statement: 'can write what DaemonSets and StatefulSets are rolled back to',
    detail:
      'A rollback, and a StatefulSet that is updated in part, takes its template out of a ControllerRevision. One that is made for it brings an image and a ServiceAccount of its maker into a workload that somebody else owns.',
  },
  {
    id: 'podtemplates-write',
    group: '',
    resource: 'podtemplates',
    statement: 'can write PodTemplates, from which controllers make pods',
    detail:
      'Kubernetes itself makes no pods from PodTemplates, but operators do, such as those that queue batch work: with any image, as any ServiceAccount of the namespace.',
  },
];

export const storedTemplatesWrite: readonly Check[] = variants.map(({ id, group, resource, statement, detail }) =>
  risk({
    id,
    page: 'stored-templates-write',
    title: `A subject ${statement}`,
    requests: requestsFor(writeVerbs, group, resource),
    levels: always('medium'),
    statement,
    detail,
    remediation: 'Take the right away: controllers keep these objects themselves, and people read them at most.',
    references: [docs.rollback, docs.workloadCreation, attack('T1610')],
    impliedBy: ['pods-create', 'daemonsets-write', 'statefulsets-write'],
  }),
);
