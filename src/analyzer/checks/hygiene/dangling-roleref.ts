import type { Binding } from '../../../model/binding.ts';
import { refOf } from '../../../model/ref.ts';
import { kindAndName, type RoleRef } from '../../../model/role.ts';
import { subjectLabel } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import type { Check, Circumstance, Fact } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { roleMakers } from '../role-writers.ts';
import type { Surroundings } from '../surroundings.ts';

export const danglingRoleRef: Check = {
  id: 'dangling-roleref',
  title: 'A binding refers to a role that does not exist',
  kind: 'lint',
  base: 'low',
  references: [docs.periodicReview, docs.escalationPrevention, attack('T1098.006')],
  impliedBy: [],
  remediation: 'Delete the binding, or create the role that was meant.',
  run: facts,
  say({ because, base, notes = [] }) {
    const roleRef = because[0]?.binding?.roleRef ?? { kind: 'Role', name: '' };
    return {
      statement: `refers to ${kindAndName(roleRef)}, which ${base === 'info' ? 'is not in the input' : 'does not exist'}`,
      where: '',
      detail: ['It grants nothing now. Whoever creates a role of that name decides what its subjects get.', ...notes].join(' '),
    };
  },
};

function* facts(access: Access, { isAdmin }: Surroundings): Generator<Fact> {
  const maker = roleMakers(access, isAdmin);
  for (const binding of access.bindings) {
    if (access.roleOf(binding)) continue;
    const fact: Fact = {
      object: refOf(binding),
      scope: scopeOf(binding),
      because: [{ binding }],
    };
    const role = referredRole(binding);
    if (!role) {
      yield {
        ...fact,
        notes: ['No role can be meant: a ClusterRoleBinding refers to ClusterRoles, a RoleBinding to a ClusterRole or a Role.'],
      };
    } else if (!access.snapshot.complete.has(role.kind)) {
      yield { ...fact, role, base: 'info', notes: ['The input is not a whole cluster: the role may live elsewhere.'] };
    } else {
      const grant = maker(role.kind, role.namespace, role.name);
      const circumstances: Circumstance[] = grant
        ? [{ id: 'claimable', to: 'medium', reason: `${subjectLabel(grant.subject)} may create a role of that name` }]
        : [];
      yield { ...fact, role, circumstances };
    }
  }
}

/** The role that a roleRef can mean (rule.go GetRoleReferenceRules). */
function referredRole({ roleRef, namespace }: Binding): RoleRef | undefined {
  if (roleRef.kind === 'ClusterRole') return { kind: 'ClusterRole', name: roleRef.name };
  if (roleRef.kind === 'Role' && namespace !== undefined) return { kind: 'Role', namespace, name: roleRef.name };
  return undefined;
}
