import type { Access } from '../analyzer/access/access.ts';
import { isExpectedSubject } from '../facts/expected.ts';
import type { HolderSubject, WhoCan } from '../model/answer.ts';
import { bindingKey } from '../model/binding.ts';
import { subjectKey } from '../model/subject.ts';

/** The keys of those holders that hold their answer only through default bindings of Kubernetes itself. */
export function expectedHolders(access: Access, answer: WhoCan): Set<string> {
  const bindings = new Map(access.bindings.map((binding) => [bindingKey(binding), binding]));
  const isExpected = (holder: HolderSubject) =>
    holder.via.every((via) => {
      const binding = 'builtin' in via ? undefined : bindings.get(bindingKey(via.binding));
      return binding !== undefined && isExpectedSubject(binding, access.roleOf(binding), holder);
    });
  return new Set(answer.subjects.filter(isExpected).map(subjectKey));
}
