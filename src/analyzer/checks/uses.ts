import type { Use } from '../../model/grant.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';

/** The uses of roles by subjects that satisfy a condition; a role without rules is no use to anybody. */
export function usesBy(access: Access, wanted: (subject: Subject) => boolean): Use[] {
  return access.subjects.filter(wanted).flatMap((subject) => access.usesFor(subject).filter(({ role }) => role.rules.length > 0));
}
