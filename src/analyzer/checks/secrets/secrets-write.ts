import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { namesCredential } from './secret-levels.ts';

const levels = byScope('high', 'medium');

export const secretsWrite = risk({
  id: 'secrets-write',
  title: 'A subject can change Secrets',
  requests: requestsFor('update patch', '', 'secrets'),
  levels,
  levelsOf: ({ rule }) => (rule && namesCredential(rule) ? { ...levels, names: 'critical' } : levels),
  statement: 'can change Secrets',
  detail:
    'Who trusts a Secret takes what it says: a TLS key, a password, credentials of an image registry, a release that Helm goes back to. Whoever changes it decides what that is.',
  remediation: 'Limit update and patch with resourceNames to the Secrets that the subject keeps, in a Role of their namespace.',
  references: [docs.secretsGoodPractices, attack('T1565.001')],
  impliedBy: ['secrets-create-token'],
});
