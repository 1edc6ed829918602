import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { deedsOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

export const crdWrite = risk({
  id: 'crd-write',
  title: 'A subject can write or delete CustomResourceDefinitions',
  requests: requestsFor('create update patch delete deletecollection', 'apiextensions.k8s.io', 'customresourcedefinitions'),
  levels: byScope('high', 'high'),
  statement: ({ because }) => `can ${list(deedsOf(rulesOf(because)))} definitions of custom resources`,
  where: '',
  detail:
    'With a conversion webhook in a definition all its objects are sent there, and come back as the webhook says. Deleting a definition deletes every object of it.',
  remediation:
    'Install definitions by those who install operators; an operator that updates its own is given update and patch on these names.',
  references: [docs.customResources, attack('T1485')],
});
