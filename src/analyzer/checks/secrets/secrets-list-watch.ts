import type { Check } from '../check.ts';
import { factsOf } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { wideRules } from '../risk.ts';
import { namesOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';
import { secretLevels } from './secret-levels.ts';

export const secretsListWatch: Check = {
  id: 'secrets-list-watch',
  title: 'A subject can list or watch Secrets',
  kind: 'risk',
  base: 'critical',
  references: [docs.listingSecrets, cis('5.1.2'), attack('T1552.007')],
  impliedBy: wideRules,
  remediation:
    'Take list and watch away: a workload that needs a Secret mounts it or gets it by name. A controller that must watch Secrets gets a Role in the namespaces it serves.',
  run: (access) =>
    factsOf(['list', 'watch'].flatMap((verb) => access.grantsMatching({ verb, group: '', resource: 'secrets', subresource: '' }))),
  levels: secretLevels,
  say({ because }) {
    const names = namesOf(rulesOf(because));
    const detail = 'list and watch return the whole content of Secrets, not only their names';
    if (names) {
      return {
        statement: `can read ${names.length === 1 ? 'Secret' : 'Secrets'} ${list(names)}`,
        detail: `${detail}; here of those that are named (by field selector).`,
      };
    }
    return { statement: 'can read every Secret', detail: `${detail}: one request is enough to copy them all.` };
  },
};
