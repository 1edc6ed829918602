/** The three kinds of subject that RBAC knows; any other kind in a binding matches nobody (semantics.md A5, rule.go appliesToUser). */
export type SubjectKind = 'User' | 'Group' | 'ServiceAccount';

/** Who a binding names. `namespace` is set for ServiceAccounts only. */
export interface Subject {
  kind: SubjectKind;
  namespace?: string;
  name: string;
}

/** Who asks a request: exactly this user name and these groups, nothing implied. */
export interface Identity {
  user: string;
  groups: readonly string[];
}

/** A string that is the same for every spelling of one subject, and sorts by kind, namespace, name. */
export function subjectKey(subject: Subject): string {
  return `${subject.kind}\u0000${subject.namespace ?? ''}\u0000${subject.name}`;
}

/** How people see a subject: `User jane`, `Group devs`, `SA shop/checkout`. */
export function subjectLabel(subject: Subject): string {
  return subject.kind === 'ServiceAccount' ? `SA ${subject.namespace ?? ''}/${subject.name}` : `${subject.kind} ${subject.name}`;
}

/** How a subject is written on the command line: `user:jane`, `group:devs`, `sa:shop/checkout`. */
export function subjectArgument(subject: Subject): string {
  if (subject.kind === 'ServiceAccount') return `sa:${subject.namespace ?? ''}/${subject.name}`;
  return `${subject.kind === 'User' ? 'user' : 'group'}:${subject.name}`;
}
