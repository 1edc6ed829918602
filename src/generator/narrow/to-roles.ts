import type { Binding } from '../../model/binding.ts';
import { refOf } from '../../model/ref.ts';
import type { Role, RoleRef } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Change, Made } from '../change.ts';
import { newBinding, newRole } from '../manifests.ts';
import { objectLabel } from '../object-label.ts';
import { type Pruned, prune } from '../prune.ts';
import { hasCopiedBindings, isEditable, type RoleUse, stillNeededBy, subjectsOf, useOf } from '../role-use.ts';
import type { Stage } from '../stage.ts';

/** From so many namespaces on, factoring would make one ClusterRole of the Roles again. */
const shared = 3;

/**
 * Puts a Role into each namespace where somebody who is no admin uses a ClusterRole through a RoleBinding. The Role holds what the
 * ClusterRole can grant there, and the ClusterRole goes where nothing else needs it.
 *
 * By itself this is done only where the ClusterRole goes and one namespace uses it: Kubernetes' own roles, aggregated ones and those
 * that several namespaces share are meant to be used that way. When narrowing is asked for, it is done to them too.
 */
export function narrowToRoles(stage: Stage): Change[] {
  return stage.access.roles.flatMap((role) => (role.kind === 'ClusterRole' ? (narrow(role, stage) ?? []) : []));
}

function narrow(role: Role, stage: Stage): Change | undefined {
  const inNamespaces = inNamespacesOf(role, stage);
  const byNamespace = Map.groupBy(inNamespaces.chosen, (binding) => binding.namespace ?? '');
  if (byNamespace.size === 0 || !isWorthwhile(inNamespaces, byNamespace.size, stage) || hasCopiedBindings(inNamespaces, 'narrow', stage)) {
    return undefined;
  }
  const { rules, pruned } = prune(role.rules, 'in a namespace', stage.whyInert);
  const makes =
    rules.length === 0 ? [] : [...byNamespace].flatMap(([namespace, bindings]) => makesIn(namespace, bindings, role, rules, stage));
  const replaced = inNamespaces.chosen.map((binding) => refOf(binding));
  const needs = stillNeededBy(inNamespaces, stage);
  return {
    replaces: [refOf(role), ...replaced],
    subjects: subjectsOf(inNamespaces.chosen, stage),
    makes,
    removes: needs.length === 0 ? [...replaced, refOf(role)] : replaced,
    why: reasons(role, [...byNamespace.keys()], pruned, needs, stage),
    toll: 'inert',
  };
}

/** Of the bindings of a ClusterRole those that will refer to a Role; all others stay as they are. */
function inNamespacesOf(role: Role, stage: Stage): RoleUse {
  const { chosen, others } = useOf(role, stage, (subject) => !stage.isAdmin(subject));
  const { local = [], wide = [] } = Object.groupBy(chosen, ({ namespace }) => (namespace === undefined ? 'wide' : 'local'));
  return { role, chosen: local, others: [...others, ...wide] };
}

function isWorthwhile({ role, others }: RoleUse, namespaces: number, stage: Stage): boolean {
  if (!stage.isAskedFor('narrow')) return namespaces === 1 && others.length === 0 && isEditable(role, stage);
  return namespaces < shared || !stage.isActive('factor');
}

function makesIn(namespace: string, bindings: readonly Binding[], role: Role, rules: readonly Rule[], stage: Stage): Made[] {
  const { names, aggregation, originOf, isNew } = stage;
  const name = names.takeOne({ kind: 'Role', namespace, name: role.name }, 'local');
  const local: RoleRef = { kind: 'Role', namespace, name };
  const made = newRole('narrow', local, rules, { ...role, name: originOf(role).name }, aggregation.labelKeys);
  return [
    { manifest: made, from: refOf(role) },
    ...bindings.map((binding): Made => {
      const bindingName = isNew(binding) ? binding.name : names.take(refOf(binding), ['local'])('local');
      const original = { ...binding, name: originOf(binding).name };
      return {
        manifest: newBinding('narrow', refOf(binding, bindingName), local, binding.subjects, original),
        from: refOf(binding),
      };
    }),
  ];
}

function reasons(role: Role, namespaces: readonly string[], pruned: readonly Pruned[], needs: readonly string[], stage: Stage): string[] {
  const origin = stage.originOf(role);
  const label = objectLabel(origin);
  const reached = namespaces.length > 3 ? `${namespaces.length} namespaces` : namespaces.join(' and ');
  const first =
    needs.length === 0
      ? `${label} is used in ${reached} only: as a Role it cannot be bound anywhere else`
      : `${label} is used in ${reached} by somebody who is no admin: a Role can be fitted to what is needed there`;
  return [
    first,
    ...(role.aggregation || !isEditable(role, stage) ? ['a Role holds the rules of today and no longer follows the ClusterRole'] : []),
    ...new Set(pruned.map(({ what, why }) => `left out: ${what} of ${label} can match nothing there: ${why}`)),
    ...needs.map((need) => `${label} stays: ${need}`),
  ];
}
