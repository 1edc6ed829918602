import { refOf } from '../../model/ref.ts';
import type { Change } from '../change.ts';
import { objectLabel } from '../object-label.ts';
import { isEditable } from '../role-use.ts';
import type { Stage } from '../stage.ts';

/**
 * Removes roles that nothing binds and nothing aggregates. Manifests may leave the binding to somebody else, so that there it
 * only happens when dropping was asked for.
 */
export function dropUnused(stage: Stage): Change[] {
  const { access, isAskedFor, isNew } = stage;
  const { complete } = access.snapshot;
  const knowsBindings = complete.has('RoleBinding') && complete.has('ClusterRoleBinding');
  if (!knowsBindings && !isAskedFor('drop')) return [];
  return access.roles.flatMap((role) => {
    if (isNew(role) || !isEditable(role, stage) || access.bindingsOf(role).length > 0) return [];
    const ref = refOf(role);
    return [
      {
        replaces: [ref],
        subjects: [],
        makes: [],
        removes: [ref],
        why: [`no binding refers to ${objectLabel(ref)}`],
        toll: 'nothing' as const,
      },
    ];
  });
}
