import type { Check } from '../check.ts';
import { docs } from '../references.ts';
import { requestsFor, writeAndDeleteVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { onlyDeletes, rulesOf } from '../rules.ts';
import { always } from '../severity.ts';

const storage = 'storage.k8s.io';

const variants = [
  {
    id: 'storageclass-write',
    requests: requestsFor(writeAndDeleteVerbs, storage, 'storageclasses'),
    statement: 'can decide how volumes are provisioned',
    detail:
      'A StorageClass says which provisioner makes volumes, and with what parameters: a server of the attacker, a folder of the node, no encryption. The default class decides it for every claim that names none.',
    deletes: 'can delete StorageClasses',
    afterDelete: 'Claims that name the class stay without a volume, until somebody makes the class again, with other parameters perhaps.',
    reference: docs.storageClasses,
  },
  {
    id: 'volumeattachments-write',
    requests: requestsFor(writeAndDeleteVerbs, storage, 'volumeattachments'),
    statement: 'can attach volumes to nodes',
    detail: 'A VolumeAttachment has the driver attach any volume to any node: to one that is already captured, with the data of others.',
    deletes: 'can detach volumes from nodes',
    afterDelete: 'Without its VolumeAttachment a volume is detached under the pods that write to it.',
    reference: docs.storageClasses,
  },
  {
    id: 'volumesnapshotcontents-write',
    requests: requestsFor(writeAndDeleteVerbs, 'snapshot.storage.k8s.io', 'volumesnapshotcontents'),
    statement: 'can make the snapshots of any volume its own',
    detail:
      'A VolumeSnapshotContent ties a snapshot in the storage system to a namespace, by its handle: a volume that is restored from it holds the data of others.',
    deletes: 'can delete the snapshots of any volume',
    afterDelete:
      'With a VolumeSnapshotContent whose deletion policy is Delete goes the snapshot in the storage system: the backup of somebody.',
    reference: docs.volumeSnapshots,
  },
];

export const storageWrite: readonly Check[] = variants.map(({ id, requests, statement, detail, deletes, afterDelete, reference }) =>
  risk({
    id,
    page: 'storage-write',
    title: `A subject ${statement}`,
    requests,
    levels: always('medium'),
    statement: ({ because }) => (onlyDeletes(rulesOf(because)) ? deletes : statement),
    detail: ({ because }) => (onlyDeletes(rulesOf(because)) ? afterDelete : detail),
    remediation: 'Leave it to the storage driver and its controllers.',
    references: [docs.leastPrivilege, reference],
  }),
);
