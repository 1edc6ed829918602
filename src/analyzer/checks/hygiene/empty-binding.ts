import type { Access } from '../../access/access.ts';
import type { Check, Fact } from '../check.ts';
import { bindingRef } from '../evidence.ts';
import { scopeOf } from '../grants.ts';
import { docs } from '../references.ts';

export const emptyBinding: Check = {
  id: 'empty-binding',
  title: 'A binding names nobody',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview, docs.roleBindings],
  impliedBy: [],
  remediation: 'Delete the binding, or add the subjects that were meant.',
  run: facts,
  say({ because }) {
    const written = because[0]?.binding?.subjects.length ?? 0;
    return {
      statement: 'names nobody',
      where: '',
      detail:
        written === 0
          ? 'It has no subjects, so it grants nothing.'
          : 'None of its subjects can match anyone: the kind must be User, Group or ServiceAccount, and a ServiceAccount in a ClusterRoleBinding needs a namespace.',
    };
  },
};

function* facts(access: Access): Generator<Fact> {
  for (const binding of access.bindings) {
    if (access.subjectsOf(binding).length > 0) continue;
    yield { object: bindingRef(binding), scope: scopeOf(binding), because: [{ binding }] };
  }
}
