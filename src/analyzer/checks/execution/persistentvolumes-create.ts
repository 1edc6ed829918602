import type { Access } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { factsOfWriting } from '../creation.ts';
import { factsOf, joinFacts } from '../grants.ts';
import { holdings, throughGroups } from '../holdings.ts';
import { grantsOfPods } from '../pod-makers.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfRequests, grantsOfNamedCreation, grantsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

/** Says of a fact that the subject can have a pod mount the volume. */
const withPods = 'pods';

/** Says of a fact that it is about volumes that are there. */
const changes = 'changes';

export const persistentVolumesCreate = risk({
  id: 'persistentvolumes-create',
  title: 'A subject can create or change PersistentVolumes',
  requests: requestsFor(writeVerbs, '', 'persistentvolumes'),
  run: facts,
  levels: always('critical'),
  // A volume of a given name is as good as any.
  levelsOf: (_link, _access, fact) => {
    if (changesThem(fact)) return always('medium');
    const severity = mountsThem(fact) ? 'critical' : 'high';
    return { ...always(severity), names: severity };
  },
  statement: (fact) =>
    changesThem(fact)
      ? 'can change PersistentVolumes'
      : `can create PersistentVolumes${mountsThem(fact) ? ' and pods that mount them' : ''}`,
  where: '',
  detail: (fact) =>
    changesThem(fact)
      ? 'A volume that was released is bound to the claim that its claimRef names, with the data of whoever had it before.'
      : `A PersistentVolume of type hostPath or local is a folder of the node, / for instance. A pod reaches it through a claim, also where Pod Security forbids hostPath in the pod itself.${mountsThem(fact) ? '' : ' This subject cannot create pods, but whoever can may claim the volume.'}`,
  remediation: 'Take create, update and patch on persistentvolumes away: a StorageClass provisions volumes without anybody holding it.',
  references: [docs.persistentVolumeCreation, docs.hostPath, cis('5.1.9'), attack('T1611')],
});

function mountsThem({ notes }: Fact): boolean {
  return notes?.includes(withPods) ?? false;
}

function changesThem({ notes }: Fact): boolean {
  return notes?.includes(changes) ?? false;
}

/** With a way to pods, in whatever namespace. */
function facts(access: Access): Fact[] {
  const ofPods = grantsOfPods(access);
  const pods = holdings(ofPods);
  const creating = requestsFor('create', '', 'persistentvolumes');
  const ofVolumes = [...grantsOfRequests(access, creating), ...grantsOfNamedCreation(access, creating, 'patch')];
  const joined = factsOf(throughGroups(ofVolumes, ofPods));
  const created = joinFacts(factsOfWriting(access, creating), joined).map((fact) => {
    const [pod] = fact.subject ? pods(fact.subject) : [];
    return pod ? { ...fact, together: [...(fact.together ?? []), pod], notes: [withPods] } : fact;
  });
  const changed = factsOfRequests(access, requestsFor('update patch', '', 'persistentvolumes'));
  return joinFacts(
    created,
    changed.map((fact) => ({ ...fact, notes: [changes] })),
  );
}
