import type { Check } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { docs } from '../references.ts';
import { usesBy } from '../uses.ts';
import { list, objectLabel } from '../wording.ts';

export const duplicateBinding: Check = {
  id: 'duplicate-binding',
  title: 'Several bindings give a subject the same role in the same scope',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Keep one of the bindings: as long as two are there, deleting one takes nothing away.',
  *run(access) {
    for (const { fact } of factsOfUses(usesBy(access, () => true))) {
      if (fact.because.length > 1) yield { ...fact, notes: fact.because.flatMap(({ binding }) => (binding ? [objectLabel(binding)] : [])) };
    }
  },
  say: ({ role, notes = [] }) => ({
    statement: `holds ${role?.kind}/${role?.name} through ${notes.length} bindings`,
    detail: `${list(notes)} say the same of it.`,
  }),
};
