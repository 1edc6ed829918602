import type { Check } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { wideRules } from '../risk.ts';
import { namesOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';
import { secretLevels } from './secret-levels.ts';

export const secretsRead: Check = {
  id: 'secrets-read',
  title: 'A subject can get Secrets',
  kind: 'risk',
  base: 'critical',
  references: [docs.leastPrivilege, cis('5.1.2'), attack('T1552.007')],
  impliedBy: [...wideRules, 'secrets-list-watch'],
  remediation:
    'Mount the Secret into the pod that needs it instead of granting get; where get is needed, limit it with resourceNames, in a Role of that namespace.',
  run: (access) => factsOfRequests(access, requestsFor('get', '', 'secrets')),
  levels: secretLevels,
  say({ because }) {
    const names = namesOf(rulesOf(because));
    if (names)
      return {
        statement: `can read ${names.length === 1 ? 'Secret' : 'Secrets'} ${list(names)}`,
        detail: 'get returns the whole content of a Secret.',
      };
    return {
      statement: 'can read every Secret whose name it knows',
      detail:
        'get returns the whole content of a Secret. Names are no protection: pods, Helm and operators name them in plain sight, and old ServiceAccount token names can be guessed.',
    };
  },
};
