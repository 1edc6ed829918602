import type { Access } from '../analyzer/access/access.ts';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';
import { type Subject, subjectArgument, subjectKey, subjectLabel } from '../model/subject.ts';

/**
 * Looks after typing errors in a subject that nothing in the input names. Users and groups are no objects in Kubernetes,
 * so that is only said; a ServiceAccount that a whole cluster does not have is a UserError.
 */
export function expectKnownSubject(access: Access, subject: Subject, notice: (line: string) => void): void {
  const accounts = access.snapshot.serviceAccounts.map(({ namespace, name }): Subject => ({ kind: 'ServiceAccount', namespace, name }));
  const known = [...access.subjects, ...accounts];
  const key = subjectKey(subject);
  if (known.some((one) => subjectKey(one) === key)) return;
  const names = known.filter(({ kind }) => kind === subject.kind).map(subjectArgument);
  // People often write a ServiceAccount as NAMESPACE/NAME, which would be a user of that name.
  const account = known.find((one) => one.kind === 'ServiceAccount' && `${one.namespace}/${one.name}` === subject.name);
  // A bare name is a user's, also where a group of that name was meant.
  const isBare = subject.kind !== 'ServiceAccount';
  const namesake = account ?? known.find((one) => isBare && one.kind !== 'ServiceAccount' && one.name === subject.name);
  const meant = namesake ? subjectArgument(namesake) : nearest(subjectArgument(subject), new Set(names));
  if (subject.kind === 'ServiceAccount' && access.snapshot.complete.has('ServiceAccount')) {
    throw new UserError(`there is no ${subjectLabel(subject)}`, meant === undefined ? 'write sa:NAMESPACE/NAME' : `did you mean ${meant}?`);
  }
  notice(`no binding names ${subjectLabel(subject)}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
