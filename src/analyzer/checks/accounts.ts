import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';

/** The ServiceAccounts of these names, in one namespace or in all; of those that no binding names there is nothing to know. */
export function accountsNamed(access: Access, scope: string, names: readonly string[]): Subject[] {
  if (scope !== '*') return names.map((name) => ({ kind: 'ServiceAccount', namespace: scope, name }));
  return access.subjects.filter(({ kind, name }) => kind === 'ServiceAccount' && names.includes(name));
}
