import type { Role } from '../../model/role.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { scopeOf, type Use } from './grants.ts';

/** Every binding of a role to a subject that satisfies a condition; dangling bindings are no use of anything. */
export function usesBy(access: Access, wanted: (subject: Subject) => boolean): Use[] {
  return access.subjects.filter(wanted).flatMap((subject) =>
    access.bindingsFor(subject).flatMap((binding) => {
      const role = access.roleOf(binding);
      return role && role.rules.length > 0 ? [{ subject, binding, role }] : [];
    }),
  );
}

/** Every use of a role that satisfies a condition, in a scope that does. */
export function usesOf(access: Access, wanted: (role: Role) => boolean, inScope: (scope: string) => boolean): Use[] {
  return access.roles.filter(wanted).flatMap((role) =>
    access
      .bindingsOf(role)
      .filter((binding) => inScope(scopeOf(binding)))
      .flatMap((binding) => access.subjectsOf(binding).map((subject) => ({ subject, binding, role }))),
  );
}
