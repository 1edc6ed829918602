import { isExpectedSubject } from '../../facts/expected.ts';
import { type Goal, goals, type Paths } from '../../model/path.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { superuserGroup } from '../access/identity.ts';
import { escalationOf } from './escalation.ts';

export interface PathsQuestion {
  /** One subject; else all that bindings name. */
  subject?: Subject | undefined;
  /** One goal; else all. */
  goal?: Goal | undefined;
  /** Whether only the cut of the worst goal that is reached is wanted: finding one takes time. */
  worstCutOnly?: boolean;
}

/** The shortest chains of subjects to goals, and what to remove so that nobody but Kubernetes itself reaches a goal. */
export function paths(access: Access, { subject, goal, worstCutOnly = false }: PathsQuestion): Paths {
  const escalation = escalationOf(access);
  const asked = goal ? [goal] : goals;
  const subjects = (subject ? [subject] : access.subjects).flatMap((one) => {
    const chains = escalation.pathsOf(one, asked);
    return chains.length === 0 ? [] : [{ ...one, expected: isKubernetesOwn(access, one), chains }];
  });
  const others = subjects.filter(({ expected }) => subject !== undefined || !expected);
  const reached = asked.filter((one) => others.some(({ chains }) => chains.some((chain) => chain.goal === one)));
  const cuts = (worstCutOnly ? reached.slice(0, 1) : reached).flatMap((one) => escalation.cut(one, others) ?? []);
  return { subjects, cuts };
}

/** True for subjects whom only default bindings name, and for the group that passes before RBAC. */
function isKubernetesOwn(access: Access, subject: Subject): boolean {
  if (subject.kind === 'Group' && subject.name === superuserGroup) return true;
  const bindings = access.bindingsFor(subject);
  return bindings.length > 0 && bindings.every((binding) => isExpectedSubject(binding, access.roleOf(binding), subject));
}
