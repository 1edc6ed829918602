import type { Check } from '../check.ts';
import { factsOfWriting } from '../creation.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const requests = requestsFor('create delete deletecollection', '', 'persistentvolumeclaims');

const check = risk({
  id: 'pvc-write',
  title: 'A subject can make or delete PersistentVolumeClaims',
  requests,
  levels: byScope('medium', 'low'),
  statement: 'can make or delete PersistentVolumeClaims',
  detail:
    'With a claim that is deleted goes its volume, where the reclaim policy is Delete, and all data on it. A new claim may ask for a volume by its name, one that is released and still holds the data of another.',
  remediation: 'Grant create without delete where volumes outlive their pods, and set the reclaim policy Retain on what must not be lost.',
  references: [docs.reclaiming, attack('T1485')],
});

export const pvcWrite: Check = { ...check, run: (access) => factsOfWriting(access, requests) };
