import type { Check } from '../check.ts';
import { docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';

const storage = 'storage.k8s.io';

const variants = [
  {
    id: 'storageclass-write',
    requests: requestsFor(writeVerbs, storage, 'storageclasses'),
    statement: 'can decide how volumes are provisioned',
    detail:
      'A StorageClass says which provisioner makes volumes, and with what parameters: a server of the attacker, a folder of the node, no encryption. The default class decides it for every claim that names none.',
    reference: docs.storageClasses,
  },
  {
    id: 'volumeattachments-write',
    requests: requestsFor(writeVerbs, storage, 'volumeattachments'),
    statement: 'can attach volumes to nodes',
    detail: 'A VolumeAttachment has the driver attach any volume to any node: to one that is already captured, with the data of others.',
    reference: docs.storageClasses,
  },
  {
    id: 'volumesnapshotcontents-write',
    requests: requestsFor(writeVerbs, 'snapshot.storage.k8s.io', 'volumesnapshotcontents'),
    statement: 'can make the snapshots of any volume its own',
    detail:
      'A VolumeSnapshotContent ties a snapshot in the storage system to a namespace, by its handle: a volume that is restored from it holds the data of others.',
    reference: docs.volumeSnapshots,
  },
];

export const storageWrite: readonly Check[] = variants.map(({ id, requests, statement, detail, reference }) =>
  risk({
    id,
    page: 'storage-write',
    title: `A subject ${statement}`,
    requests,
    levels: always('medium'),
    statement,
    detail,
    remediation: 'Leave it to the storage driver and its controllers.',
    references: [docs.leastPrivilege, reference],
  }),
);
