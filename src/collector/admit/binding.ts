import type { BindingKind, BoundSubject } from '../../model/binding.ts';
import { isFields, textAt } from '../fields.ts';
import type { Candidate } from './candidate.ts';

/** Takes a RoleBinding or ClusterRoleBinding; a malformed subject is left out with a gap, a binding without roleRef wholly. */
export function admitBinding(candidate: Candidate, kind: BindingKind): void {
  const object = candidate.metadata(kind, kind === 'RoleBinding');
  if (!object) return;
  const [roleKind, roleName] = [textAt(candidate.fields, 'roleRef', 'kind'), textAt(candidate.fields, 'roleRef', 'name')];
  if (roleKind === undefined || roleName === undefined) {
    candidate.gap(['roleRef'], 'malformed-object', `${kind} without a roleRef of kind and name`, 'the binding was left out', object.ref);
    return;
  }
  const subjects: BoundSubject[] = [];
  for (const [index, item] of candidate.list('subjects', object.ref).entries()) {
    const subject = readSubject(item);
    if (subject) subjects.push(subject);
    else {
      const message = `subjects[${index}] is no subject with kind and name`;
      candidate.gap(['subjects', index], 'malformed-subject', message, 'that subject was left out, the others were read', object.ref);
    }
  }
  const { names, labels, annotations, origins } = object;
  candidate.admitted.bindings.push({ ...names, kind, labels, annotations, subjects, roleRef: { kind: roleKind, name: roleName }, origins });
}

function readSubject(value: unknown): BoundSubject | undefined {
  if (!isFields(value)) return undefined;
  const { kind, name, namespace } = value;
  if (typeof kind !== 'string' || typeof name !== 'string' || name === '') return undefined;
  return typeof namespace === 'string' ? { kind, namespace, name } : { kind, name };
}
