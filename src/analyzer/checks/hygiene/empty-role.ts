import { isDefaultRoleName } from '../../../facts/expected.ts';
import { objectKey } from '../../../model/gap.ts';
import { refOf } from '../../../model/ref.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';

export const emptyRole: Check = {
  id: 'empty-role',
  title: 'A role has no rules',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview],
  impliedBy: [],
  remediation: 'Delete the role and its bindings, or write the rules that were meant.',
  run: facts,
  say: () => ({
    statement: 'has no rules',
    where: '',
    detail: 'Its bindings grant nothing. Whoever may edit the role decides what they grant.',
  }),
};

function* facts(access: Access): Generator<Fact> {
  // Of a role of which a part could not be read nobody knows that it is empty; the gap says what is wrong with it.
  const broken = new Set(access.snapshot.gaps.flatMap(({ object }) => (object ? [objectKey(object)] : [])));
  for (const role of access.roles) {
    // An aggregated role gets its rules from others, also from those that come later.
    if (role.rules.length > 0 || role.aggregation || isDefaultRoleName(role) || broken.has(objectKey(role))) continue;
    yield { object: refOf(role), role, scope: role.namespace ?? '*', because: [{ role }] };
  }
}
