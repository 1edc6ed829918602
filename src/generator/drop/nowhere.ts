import { isDefaultBindingName } from '../../facts/expected.ts';
import type { Binding } from '../../model/binding.ts';
import { refOf } from '../../model/ref.ts';
import { kindAndName } from '../../model/role.ts';
import type { Change } from '../change.ts';
import { objectLabel } from '../object-label.ts';
import type { Stage } from '../stage.ts';

/**
 * Removes bindings that give nothing to anyone: to a role that does not exist, or of nobody. In manifests a role that is missing may
 * live elsewhere, so that such a binding only goes when dropping was asked for.
 */
export function dropNowhere(stage: Stage): Change[] {
  return stage.access.bindings.flatMap((binding) => {
    if (binding.builtin || isDefaultBindingName(binding)) return [];
    const why = pointlessness(binding, stage);
    if (why === undefined) return [];
    if (stage.hasCopies(binding)) {
      stage.passedOver(refOf(binding), 'drop', 'it is there more than once with differing content');
      return [];
    }
    const ref = refOf(binding);
    return [
      { replaces: [ref], subjects: stage.access.subjectsOf(binding), makes: [], removes: [ref], why: [why], toll: 'nothing' as const },
    ];
  });
}

function pointlessness(binding: Binding, { access, isAskedFor }: Stage): string | undefined {
  const label = objectLabel(binding);
  if (access.subjectsOf(binding).length === 0) return `${label} names nobody who could ask for anything`;
  if (access.roleOf(binding)) return undefined;
  const { roleRef, namespace } = binding;
  const isPossible = roleRef.kind === 'ClusterRole' || (roleRef.kind === 'Role' && namespace !== undefined);
  if (!isPossible) return `${label} refers to ${kindAndName(roleRef)}, which no such binding can`;
  if (!access.snapshot.complete.has(roleRef.kind) && !isAskedFor('drop')) return undefined;
  return `${label} refers to ${kindAndName(roleRef)}, which does not exist`;
}
