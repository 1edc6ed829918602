import type { ObjectRef } from '../model/gap.ts';
import type { Subject, SubjectKind } from '../model/subject.ts';

/**
 * Tells which texts a glob means: `*` stands for any characters, also none; all else for itself. Names are no paths, so a slash
 * is a character like any other. Takes linear time, whatever the glob.
 */
export function globMatcher(glob: string): (text: string) => boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === glob;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

const subjectKinds: ReadonlyMap<string, SubjectKind> = new Map([
  ['user', 'User'],
  ['group', 'Group'],
  ['sa', 'ServiceAccount'],
]);

/** What a pattern for subjects looks like: as on the command line, with globs. ServiceAccounts have one spelling only. */
export const subjectPattern = /^(?:user:(?!system:serviceaccount:).+|group:.+|sa:[^/]+\/[^/]+)$/;
/** What a pattern for roles looks like: `ClusterRole/NAME`, `Role/NAME` in any namespace, `Role/NAMESPACE/NAME`. */
export const rolePattern = /^(?:ClusterRole\/[^/]+|Role\/(?:[^/]+\/)?[^/]+)$/;
/** What a pattern for bindings looks like; as for roles. */
export const bindingPattern = /^(?:ClusterRoleBinding\/[^/]+|RoleBinding\/(?:[^/]+\/)?[^/]+)$/;

/** Tells which subjects a pattern means: `user:jane`, `group:ops-*`, `sa:shop/*`. */
export function subjectMatcher(pattern: string): (subject: Subject) => boolean {
  const colon = pattern.indexOf(':');
  const kind = subjectKinds.get(pattern.slice(0, colon));
  const rest = pattern.slice(colon + 1);
  const [namespace, name] = kind === 'ServiceAccount' ? rest.split('/') : ['', rest];
  const isNamespace = globMatcher(namespace ?? '');
  const isName = globMatcher(name ?? '');
  return (subject) => subject.kind === kind && isName(subject.name) && isNamespace(subject.namespace ?? '');
}

/** Tells which roles or bindings a pattern means: `ClusterRole/edit`, `RoleBinding/shop/*`. */
export function objectMatcher(pattern: string): (object: ObjectRef) => boolean {
  const [kind, ...path] = pattern.split('/');
  const isName = globMatcher(path.pop() ?? '');
  const isNamespace = globMatcher(path.pop() ?? '*');
  return (object) => object.kind === kind && isName(object.name) && isNamespace(object.namespace ?? '');
}
