import { covers } from '../../analyzer/access/covers.ts';
import { normaliseSubject } from '../../analyzer/access/identity.ts';
import { isDefaultBindingName } from '../../facts/expected.ts';
import { harmlessRules } from '../../facts/harmless.ts';
import type { Binding, BindingRef, BoundSubject } from '../../model/binding.ts';
import { byCodeUnit } from '../../model/order.ts';
import { refOf } from '../../model/ref.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Change, Made } from '../change.ts';
import { editedBinding, newBinding } from '../manifests.ts';
import { objectLabel } from '../object-label.ts';
import { prune } from '../prune.ts';
import { hasCopiedBindings } from '../role-use.ts';
import type { Stage, Step } from '../stage.ts';

/** Where the rights of ClusterRoleBindings are kept; at least one of the two. */
export interface Homes {
  namespaces: readonly string[];
  /** Also each ServiceAccount's own namespace. */
  own: boolean;
  /** Only what this subject holds. */
  subject?: Subject | undefined;
}

/**
 * Puts RoleBindings in some namespaces in the place of ClusterRoleBindings, for all subjects that are no admins. That takes rights
 * away: lists over all namespaces, all other namespaces and those to come, resources outside namespaces, and URLs. So it is done on
 * request only, and never to what is harmless for everyone.
 */
export function narrowToNamespaces(homes: Homes): Step {
  return (stage) => {
    const harmless = harmlessRules();
    return stage.access.roles.flatMap((role) => narrow(role, homes, harmless, stage) ?? []);
  };
}

function narrow(role: Role, homes: Homes, harmless: readonly Rule[], stage: Stage): Change | undefined {
  const moves = stage.access.bindingsOf(role).flatMap((binding) => moveOf(binding, role, homes, stage) ?? []);
  if (moves.length === 0 || covers(harmless, role.rules)) return undefined;
  if (prune(role.rules, 'in a namespace', stage.whyInert).rules.length === 0) {
    stage.passedOver(stage.originOf(role), 'narrow', 'nothing of it can be granted in a namespace');
    return undefined;
  }
  const chosen = moves.map(({ binding }) => binding);
  if (hasCopiedBindings({ role, chosen, others: [] }, 'narrow', stage)) return undefined;
  return {
    replaces: [refOf(role), ...chosen.map((binding) => refOf(binding))],
    subjects: moves.flatMap(({ subjects }) => subjects.map(({ subject }) => subject)),
    makes: moves.flatMap((move) => makesOf(move, role, stage)),
    removes: chosen.map((binding) => refOf(binding)),
    why: moves.map(({ binding, subjects }) => {
      const namespaces = namespacesOf(subjects).join(', ');
      return `${objectLabel(stage.originOf(binding))} gives rights everywhere, and they are kept in ${namespaces} only: what is lost is listed`;
    }),
    toll: 'rights',
  };
}

/** A binding, and those of its subjects that will hold it in some namespaces only. */
interface Move {
  binding: Binding;
  subjects: { bound: BoundSubject; subject: Subject; namespaces: string[] }[];
  rest: BoundSubject[];
}

function moveOf(binding: Binding, role: Role, homes: Homes, { isExpected, isAdmin }: Stage): Move | undefined {
  if (binding.namespace !== undefined || isDefaultBindingName(binding)) return undefined;
  const move: Move = { binding, subjects: [], rest: [] };
  for (const bound of binding.subjects) {
    const subject = normaliseSubject(bound, binding);
    if (!subject) continue;
    const stays = isExpected(binding, role, subject) || isAdmin(subject);
    const namespaces = stays ? [] : homesOf(subject, homes);
    if (namespaces.length === 0) move.rest.push(bound);
    else move.subjects.push({ bound, subject, namespaces });
  }
  return move.subjects.length === 0 ? undefined : move;
}

function homesOf(subject: Subject, homes: Homes): string[] {
  if (homes.subject && subjectKey(homes.subject) !== subjectKey(subject)) return [];
  const own = subject.kind === 'ServiceAccount' && homes.own && subject.namespace !== undefined ? [subject.namespace] : [];
  return [...new Set([...homes.namespaces, ...own])].sort(byCodeUnit);
}

function makesOf({ binding, subjects, rest }: Move, role: Role, { names, originOf }: Stage): Made[] {
  const from = refOf(binding);
  const original = { ...binding, name: originOf(binding).name };
  const local = namespacesOf(subjects).map((namespace): Made => {
    const name = names.takeOne({ kind: 'RoleBinding', namespace, name: binding.name }, 'local');
    const ref: BindingRef = { kind: 'RoleBinding', namespace, name };
    const held = subjects.filter(({ namespaces }) => namespaces.includes(namespace)).map(({ bound }) => bound);
    return { manifest: newBinding('narrow', ref, role, held, original), from };
  });
  return rest.length === 0 ? local : [...local, { manifest: editedBinding(binding, role, rest), from }];
}

function namespacesOf(subjects: Move['subjects']): string[] {
  return [...new Set(subjects.flatMap(({ namespaces }) => namespaces))].sort(byCodeUnit);
}
