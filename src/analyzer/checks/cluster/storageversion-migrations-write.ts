import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const verbs = 'create update patch delete deletecollection';

export const storageVersionMigrationsWrite = risk({
  id: 'storageversion-migrations-write',
  title: 'A subject can write storage versions or their migrations',
  requests: [
    ...requestsFor(verbs, 'internal.apiserver.k8s.io', 'storageversions'),
    ...requestsFor(verbs, 'storagemigration.k8s.io', 'storageversionmigrations'),
  ],
  levels: byScope('medium', 'low'),
  statement: 'can disturb how the API server stores objects',
  detail:
    'A migration rewrites every object of a kind, and storage versions say in which form: both can keep the API server and etcd busy, or make an upgrade fail.',
  remediation: 'Leave it to those who upgrade the control plane.',
  references: [docs.storageVersionMigration, attack('T1499')],
});
