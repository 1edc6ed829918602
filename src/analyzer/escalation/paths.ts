import { isExpectedSubject } from '../../facts/expected.ts';
import { type Goal, goals, type Paths } from '../../model/path.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { superuserGroup } from '../access/identity.ts';
import { Escalation, type EscalationOptions } from './escalation.ts';

export interface PathsQuestion {
  /** One subject; else all that bindings name. */
  subject?: Subject | undefined;
  /** One goal; else all. */
  goal?: Goal | undefined;
  /** Whether only the cut of the worst goal that is reached is wanted: finding one takes time. */
  worstCutOnly?: boolean;
}

/** The shortest chains of subjects to goals, and what to remove so that nobody reaches a goal who is not expected to. */
export function paths(access: Access, { subject, goal, worstCutOnly = false }: PathsQuestion, options: EscalationOptions = {}): Paths {
  const escalation = new Escalation(access, options);
  const asked = goal ? [goal] : goals;
  const subjects = (subject ? [subject] : access.subjects).flatMap((one) => {
    const chains = escalation.pathsOf(one, asked);
    return chains.length === 0 ? [] : [{ ...one, expected: hasExpectedOnly(access, one, options), chains }];
  });
  const others = subjects.filter(({ expected }) => subject !== undefined || !expected);
  const reached = asked.filter((one) => others.some(({ chains }) => chains.some((chain) => chain.goal === one)));
  const cuts = (worstCutOnly ? reached.slice(0, 1) : reached).flatMap((one) => escalation.cut(one, others) ?? []);
  return { subjects, cuts };
}

/** True for subjects whom nothing but expected grants name, and for the group that passes before RBAC. */
function hasExpectedOnly(access: Access, subject: Subject, { isExpected = isExpectedSubject }: EscalationOptions): boolean {
  if (subject.kind === 'Group' && subject.name === superuserGroup) return true;
  const bindings = access.bindingsFor(subject);
  return (
    bindings.length > 0 &&
    bindings.every((binding) => {
      const role = access.roleOf(binding);
      return role !== undefined && isExpected(binding, role, subject);
    })
  );
}
