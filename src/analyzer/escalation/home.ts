import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { serviceAccountsOf } from '../access/audience.ts';
import { identityOf } from '../access/identity.ts';

/**
 * The namespaces where a subject belongs, so that becoming a ServiceAccount there is no way out: a ServiceAccount's own one,
 * and for users and groups, who live in none, those in which RoleBindings name them or groups that they are in for certain.
 */
export function homeOf(access: Access, subject: Subject): ReadonlySet<string> {
  if (subject.namespace !== undefined) return new Set([subject.namespace]);
  const accounts = serviceAccountsOf(subject);
  if (accounts !== undefined && accounts !== '*') return new Set([accounts]);
  const groups = identityOf(subject).groups.map((name): Subject => ({ kind: 'Group', name }));
  const known = new Map([subject, ...groups].map((one) => [subjectKey(one), one]));
  return new Set([...known.values()].flatMap((one) => access.bindingsFor(one).flatMap(({ namespace }) => namespace ?? [])));
}
