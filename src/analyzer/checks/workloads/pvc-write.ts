import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const pvcWrite = risk({
  id: 'pvc-write',
  title: 'A subject can make or delete PersistentVolumeClaims',
  requests: requestsFor('create delete deletecollection', '', 'persistentvolumeclaims'),
  countsApply: true,
  levels: byScope('medium', 'low'),
  statement: 'can make or delete PersistentVolumeClaims',
  detail:
    'With a claim that is deleted goes its volume, where the reclaim policy is Delete, and all data on it. A new claim may ask for a volume by its name, one that is released and still holds the data of another.',
  remediation: 'Grant create without delete where volumes outlive their pods, and set the reclaim policy Retain on what must not be lost.',
  references: [docs.reclaiming, attack('T1485')],
});
