import { isDefaultRoleName } from '../../../facts/expected.ts';
import { refOf } from '../../../model/ref.ts';
import type { Access } from '../../access/access.ts';
import { aggregatedRoles } from '../aggregated.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';

export const unusedRole: Check = {
  id: 'unused-role',
  title: 'A role is used by no binding',
  kind: 'lint',
  base: 'info',
  references: [docs.periodicReview],
  impliedBy: [],
  remediation: 'Delete the role, unless something that is not in the input binds it.',
  run: facts,
  say: () => ({
    statement: 'is used by no binding',
    where: '',
    detail: 'It grants nothing to anyone now. Whoever may create bindings can bind it, and nobody remembers what it was for.',
  }),
};

function* facts(access: Access): Generator<Fact> {
  const isSource = aggregatedRoles(access);
  for (const role of access.roles) {
    if (isDefaultRoleName(role) || isSource(role) || access.bindingsOf(role).length > 0) continue;
    yield { object: refOf(role), role, scope: role.namespace ?? '*', because: [{ role }] };
  }
}
