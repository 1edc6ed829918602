import { refOf } from '../../../model/ref.ts';
import type { Access } from '../../access/access.ts';
import { normaliseSubject } from '../../access/identity.ts';
import type { Check, Fact } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { docs } from '../references.ts';
import { list } from '../wording.ts';

export const emptyBinding: Check = {
  id: 'empty-binding',
  title: 'A binding, or a subject of it, names nobody',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview, docs.roleBindings],
  impliedBy: [],
  remediation: 'Write the subjects that were meant, or delete what names nobody.',
  run: facts,
  say({ because, notes = [] }) {
    if (notes.length > 0)
      return { statement: `names ${list(notes)}, which can be nobody`, where: '', detail: `${howToName} The other subjects count.` };
    const written = because[0]?.binding?.subjects.length ?? 0;
    return {
      statement: 'names nobody',
      where: '',
      detail: written === 0 ? 'It has no subjects, so it grants nothing.' : `None of its subjects can match anyone. ${howToName}`,
    };
  },
};

const howToName = 'The kind must be User, Group or ServiceAccount, and a ServiceAccount in a ClusterRoleBinding needs a namespace.';

function* facts(access: Access): Generator<Fact> {
  for (const binding of access.bindings) {
    const dead = binding.subjects.filter((subject) => normaliseSubject(subject, binding) === undefined);
    const about: Fact = { object: refOf(binding), scope: scopeOf(binding), because: [{ binding }] };
    if (access.subjectsOf(binding).length === 0) yield about;
    else if (dead.length > 0) {
      const names = dead.map(({ kind, name }) => `${kind} ${name}`);
      yield { ...about, args: names, notes: names };
    }
  }
}
