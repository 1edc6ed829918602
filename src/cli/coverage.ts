import type { Access } from '../analyzer/access/access.ts';
import type { Coverage } from '../report/report-view.ts';

/** How much there is of what was read; defaults of Kubernetes that were added from facts do not count. */
export function coverageOf(access: Access, limits: readonly string[]): Coverage {
  const bindings = access.bindings.filter((binding) => !binding.builtin);
  const subjects = new Set(bindings.flatMap((binding) => access.subjectsOf(binding)).map((subject) => JSON.stringify(subject)));
  const source = access.snapshot.sources.join(', ');
  const roles = access.roles.filter((role) => !role.builtin);
  return { source, subjects: subjects.size, bindings: bindings.length, roles: roles.length, limits };
}
