import type { Binding, BindingRef } from './binding.ts';
import { type Role, type RoleRef, roleKey } from './role.ts';
import type { Rule } from './rule.ts';
import { type Subject, subjectKey } from './subject.ts';

/** `"*"` for cluster-wide, else the one namespace in which a grant holds. */
export type Scope = string;

/** One reason why something is allowed: subject + binding + role + rule + scope. */
export interface Grant {
  subject: Subject;
  binding: Binding;
  role: Role;
  rule: Rule;
  scope: Scope;
  /** `holdingKey` of subject, role and scope: most questions put grants together by it. */
  holding: string;
}

/** A subject that holds a role through a binding, whatever the rules. */
export type Use = Omit<Grant, 'rule'>;

/** A string that is the same for the same subject, role and scope, and sorts by them in this order. */
export function holdingKey(subject: Subject, role: RoleRef, scope: Scope): string {
  return `${subjectKey(subject)}\u0000${roleKey(role)}\u0000${scope}`;
}

/** A grant as JSON output shows it: `rule` is the 0-based index in the role, `source` the role it was aggregated from, `group` the group through which a user holds it. */
export interface Via {
  scope: Scope;
  binding: BindingRef;
  role: RoleRef;
  rule: number;
  source?: RoleRef;
  group?: string;
}

/** system:masters passes before RBAC is asked (privilegedGroupAuthorizer) and cannot be revoked by deleting a binding. */
export interface BuiltinVia {
  scope: '*';
  builtin: 'system:masters';
}
