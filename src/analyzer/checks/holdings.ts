import type { Grant } from '../../model/grant.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import { identityOf } from '../access/identity.ts';

/** Finds those of the grants that a subject has by itself or through a group that it is in for certain, its own first. */
export function holdings(grants: readonly Grant[]): (subject: Subject) => Grant[] {
  const bySubject = Map.groupBy(grants, ({ subject }) => subjectKey(subject));
  return (subject) => identitiesOf(subject).flatMap((identity) => bySubject.get(subjectKey(identity)) ?? []);
}

/** A subject and the groups that it is in for certain, each once. */
export function identitiesOf(subject: Subject): Subject[] {
  const groups = identityOf(subject).groups.map((name): Subject => ({ kind: 'Group', name }));
  return [subject, ...groups.filter((group) => subjectKey(group) !== subjectKey(subject))];
}
