import { isDefaultBindingName, isDefaultRoleName } from '../facts/expected.ts';
import type { Binding } from '../model/binding.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { Role } from '../model/role.ts';
import type { Subject } from '../model/subject.ts';
import { objectLabel } from './object-label.ts';
import type { Stage } from './stage.ts';

/** The bindings of a role: those that are in question, and those that stay as they are. */
export interface RoleUse {
  role: Role;
  chosen: readonly Binding[];
  others: readonly Binding[];
}

/**
 * Tells the bindings that somebody holds who `counts` and whom Kubernetes has not put there. Kubernetes' own bindings are never
 * among them, whoever else is in them: the API server restores them.
 */
export function useOf(role: Role, stage: Stage, counts: (subject: Subject) => boolean = () => true): RoleUse {
  const { chosen = [], others = [] } = Object.groupBy(stage.access.bindingsOf(role), (binding) =>
    !isDefaultBindingName(binding) &&
    stage.access.subjectsOf(binding).some((subject) => counts(subject) && !stage.isExpected(binding, role, subject))
      ? 'chosen'
      : 'others',
  );
  return { role, chosen, others };
}

/** Why the role of these bindings cannot go once they are replaced; empty where it can. */
export function stillNeededBy({ role, others }: RoleUse, stage: Stage): string[] {
  const reasons: string[] = [];
  const targets = stage.aggregation.targetsOf(role);
  // The API server restores such roles at each start (bootstrappolicy).
  if (isDefaultRoleName(role)) reasons.push('it is a default role of Kubernetes');
  if (others.length > 0) reasons.push(`also bound by ${listed(others.map(stage.originOf))}`);
  if (targets.length > 0) reasons.push(`its rules are aggregated into ${listed(targets)}`);
  return reasons;
}

/** True for roles that may be edited or removed: nobody else writes them, and no other role takes their rules. */
export function isEditable(role: Role, { aggregation }: Stage): boolean {
  const feeds = [...role.labels.keys()].some((label) => label.startsWith('rbac.authorization.k8s.io/aggregate-to-'));
  return !isDefaultRoleName(role) && !role.builtin && !role.aggregation && !feeds && aggregation.targetsOf(role).length === 0;
}

/** Says so where a binding has differing copies, and the role cannot be changed for that. */
export function hasCopiedBindings(
  { role, chosen }: RoleUse,
  kind: 'split' | 'narrow' | 'expand' | 'factor' | 'drop',
  stage: Stage,
): boolean {
  const copied = chosen.filter(stage.hasCopies);
  if (copied.length > 0) stage.passedOver(stage.originOf(role), kind, `${listed(copied)} is there more than once with differing content`);
  return copied.length > 0;
}

/** Some objects by name, and how many more there are. */
export function listed(objects: readonly ObjectRef[]): string {
  const more = objects.length > 3 ? `, and ${objects.length - 3} more` : '';
  return objects.slice(0, 3).map(objectLabel).join(', ') + more;
}

/** All subjects of the bindings that can match anyone. */
export function subjectsOf(bindings: readonly Binding[], { access }: Stage): Subject[] {
  return bindings.flatMap((binding) => access.subjectsOf(binding));
}
