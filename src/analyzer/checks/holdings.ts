import type { Grant } from '../../model/grant.ts';
import type { Subject } from '../../model/subject.ts';
import { identityOf } from '../access/identity.ts';

/** The groups of subjects, which many checks ask for. */
const known = new WeakMap<Subject, readonly string[]>();

/**
 * Finds those of the grants that a subject has by itself or through a group that it is in for certain, its own first. The subject
 * is one that the access knows (`Access.subjects`), so that it is the same object in all grants.
 */
export function holdings(grants: readonly Grant[]): (subject: Subject) => Grant[] {
  const bySubject = Map.groupBy(grants, ({ subject }) => subject);
  const groups = new Map([...bySubject].filter(([{ kind }]) => kind === 'Group').map(([{ name }, own]) => [name, own]));
  return (subject) => {
    const own = bySubject.get(subject) ?? [];
    return groups.size === 0 ? own : [...own, ...groupsOf(subject).flatMap((name) => groups.get(name) ?? [])];
  };
}

/** A subject and the groups that it is in for certain, each once. */
export function identitiesOf(subject: Subject): Subject[] {
  return [subject, ...groupsOf(subject).map((name): Subject => ({ kind: 'Group', name }))];
}

/** The groups that a subject is in for certain, without itself. */
function groupsOf(subject: Subject): readonly string[] {
  let groups = known.get(subject);
  if (!groups) {
    groups = identityOf(subject).groups.filter((name) => subject.kind !== 'Group' || name !== subject.name);
    known.set(subject, groups);
  }
  return groups;
}
