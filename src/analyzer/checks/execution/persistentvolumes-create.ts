import type { Access } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { factsOf } from '../grants.ts';
import { holdings } from '../holdings.ts';
import { podMakers } from '../pod-makers.ts';
import { attack, cis, docs } from '../references.ts';
import { grantsOfNamedCreation, grantsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const create = requestsFor('create', '', 'persistentvolumes');

export const persistentVolumesCreate = risk({
  id: 'persistentvolumes-create',
  title: 'A subject can create PersistentVolumes',
  requests: create,
  run: facts,
  levels: always('critical'),
  levelsOf: (_link, _access, { together }) => ({ ...always(together ? 'critical' : 'high'), names: together ? 'critical' : 'high' }),
  statement: ({ together }) => `can create PersistentVolumes${together ? ' and pods that mount them' : ''}`,
  detail: ({ together }) =>
    `A PersistentVolume of type hostPath or local is a folder of the node, / for instance. A pod reaches it through a claim, also where Pod Security forbids hostPath in the pod itself.${together ? '' : ' This subject cannot create pods, but whoever can may claim the volume.'}`,
  remediation: 'Take create on persistentvolumes away: a StorageClass provisions volumes without anybody holding it.',
  references: [docs.persistentVolumeCreation, docs.hostPath, cis('5.1.9'), attack('T1611')],
});

/** With the ways to pods, in whatever namespace, as `together`. A volume of a given name is as good as any. */
function facts(access: Access): Fact[] {
  const pods = holdings(grantsOfRequests(access, podMakers));
  const grants = [...grantsOfRequests(access, create), ...grantsOfNamedCreation(access, create, 'patch')];
  return factsOf(grants.filter(({ scope }) => scope === '*')).map((fact) => {
    const together = fact.subject ? pods(fact.subject) : [];
    return together.length > 0 ? { ...fact, together: together.slice(0, 1) } : fact;
  });
}
