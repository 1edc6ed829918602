import type { Access } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { factsOfCreating } from '../creation.ts';
import { factsOf, joinFacts } from '../grants.ts';
import { holdings, throughGroups } from '../holdings.ts';
import { podMakers } from '../pod-makers.ts';
import { attack, cis, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

/** Says of a fact that the subject can have a pod mount the volume. */
const withPods = 'pods';

export const persistentVolumesCreate = risk({
  id: 'persistentvolumes-create',
  title: 'A subject can create PersistentVolumes',
  requests: requestsFor('create', '', 'persistentvolumes'),
  run: facts,
  levels: always('critical'),
  // A volume of a given name is as good as any.
  levelsOf: (_link, _access, fact) => {
    const severity = mountsThem(fact) ? 'critical' : 'high';
    return { ...always(severity), names: severity };
  },
  statement: (fact) => `can create PersistentVolumes${mountsThem(fact) ? ' and pods that mount them' : ''}`,
  where: '',
  detail: (fact) =>
    `A PersistentVolume of type hostPath or local is a folder of the node, / for instance. A pod reaches it through a claim, also where Pod Security forbids hostPath in the pod itself.${mountsThem(fact) ? '' : ' This subject cannot create pods, but whoever can may claim the volume.'}`,
  remediation: 'Take create on persistentvolumes away: a StorageClass provisions volumes without anybody holding it.',
  references: [docs.persistentVolumeCreation, docs.hostPath, cis('5.1.9'), attack('T1611')],
});

function mountsThem({ notes }: Fact): boolean {
  return notes?.includes(withPods) ?? false;
}

/** With a way to pods, in whatever namespace. */
function facts(access: Access): Fact[] {
  const ofPods = grantsOfRequests(access, podMakers);
  const pods = holdings(ofPods);
  const joined = factsOf(throughGroups(grantsOfRequests(access, requestsFor('create', '', 'persistentvolumes')), ofPods));
  return joinFacts(factsOfCreating(access, '', 'persistentvolumes'), joined).map((fact) => {
    const [pod] = fact.subject ? pods(fact.subject) : [];
    return pod ? { ...fact, together: [...(fact.together ?? []), pod], notes: [withPods] } : fact;
  });
}
