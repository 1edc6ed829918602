import type { Access } from '../analyzer/access/access.ts';
import { nearest } from '../facts/nearest.ts';
import { type Subject, subjectArgument, subjectKey, subjectLabel } from '../model/subject.ts';

/**
 * Says so where nothing in the input names a subject: users and groups are no objects in Kubernetes, so that a typing
 * error looks like someone without rights.
 */
export function noticeUnknownSubject(access: Access, subject: Subject, notice: (line: string) => void): void {
  const key = subjectKey(subject);
  if (access.subjects.some((known) => subjectKey(known) === key)) return;
  const exists =
    subject.kind === 'ServiceAccount' &&
    access.snapshot.serviceAccounts.some(({ namespace, name }) => namespace === subject.namespace && name === subject.name);
  if (exists) return;
  const names = access.subjects.filter(({ kind }) => kind === subject.kind).map(subjectArgument);
  const meant = nearest(subjectArgument(subject), names);
  notice(`no binding names ${subjectLabel(subject)}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
