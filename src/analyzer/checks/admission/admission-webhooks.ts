import type { Check } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { deedsOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const group = 'admissionregistration.k8s.io';

/** What comes of creating, changing and deleting validating webhooks. */
function dangersOf(deeds: readonly string[]): string[] {
  const reads = deeds.some((deed) => deed !== 'delete') ? ['read what is written to the API server'] : [];
  const disables = deeds.some((deed) => deed !== 'create') ? ['switch policy engines off'] : [];
  return [...reads, ...disables];
}

/** Webhooks see every object that is written, Secrets included, and their owner decides what becomes of it. */
export const admissionWebhooks: readonly Check[] = [
  risk({
    id: 'mutatingwebhook-write',
    page: 'admission-webhooks',
    title: 'A subject can write mutating webhooks',
    requests: requestsFor('create update patch', group, 'mutatingwebhookconfigurations'),
    levels: byScope('critical', 'critical'),
    statement: 'can read and rewrite everything that is written to the API server',
    where: '',
    detail:
      'A mutating webhook is sent every object that anybody writes and may change it: it reads Secrets as they are made, and adds containers and ServiceAccounts to pods.',
    remediation:
      'Leave webhook configurations to those who may have the cluster, or name the one that the controller keeps up to date (update and patch with resourceNames).',
    references: [docs.admissionWebhooks, cis('5.1.12')],
  }),
  risk({
    id: 'validatingwebhook-write',
    page: 'admission-webhooks',
    title: 'A subject can write or delete validating webhooks',
    requests: [
      ...requestsFor('create update patch delete deletecollection', group, 'validatingwebhookconfigurations'),
      ...requestsFor('delete deletecollection', group, 'mutatingwebhookconfigurations'),
    ],
    levels: byScope('high', 'high'),
    statement: ({ because }) => `can ${list(dangersOf(deedsOf(rulesOf(because))))}`,
    where: '',
    detail:
      'A validating webhook is sent every object, Secrets included, and may refuse it. Deleting one, or setting failurePolicy or namespaceSelector, lets everything pass that it was there to stop.',
    remediation:
      'Leave webhook configurations to those who may have the cluster, or name the one that the controller keeps up to date (update and patch with resourceNames).',
    references: [docs.admissionWebhooks, cis('5.1.12'), attack('T1562.001')],
    impliedBy: ['mutatingwebhook-write'],
  }),
];
