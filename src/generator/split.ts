import type { Access } from '../analyzer/access/access.ts';
import { isDefaultRoleName } from '../facts/expected.ts';
import { type Binding, bindingKey } from '../model/binding.ts';
import type { ObjectRef } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Draft } from '../model/proposal.ts';
import type { Role } from '../model/role.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { Aggregation } from './aggregation.ts';
import { type Cut, cutRules } from './cut.ts';
import { bindingManifest, roleManifest } from './manifests.ts';
import { Names } from './names.ts';
import { objectLabel } from './object-label.ts';

/** True where Kubernetes itself (or the platform) put this subject into this binding: nobody's choice, so not for us to change. */
export type IsExpected = (binding: Binding, role: Role, subject: Subject) => boolean;

/** Told of each role that mixes classes and cannot be split, and why. */
export type PassedOver = (role: ObjectRef, reason: string) => void;

/**
 * Drafts one split for each role that somebody but Kubernetes' own subjects holds and that lies in more than one class:
 * `<role>-read`, `<role>-write` and `<role>-privileged`, bound as the role was. Sorted by role.
 * Passed over are roles whose parts some aggregated ClusterRole would newly collect, because splitting them would widen that
 * one, and roles that are bound by a binding with differing copies, because replacing it would drop what the others say.
 */
export function draftSplits(access: Access, isExpected: IsExpected, passedOver: PassedOver = () => {}): Draft[] {
  const copies = Map.groupBy(access.bindings, bindingKey);
  const surroundings: Surroundings = {
    access,
    isExpected,
    passedOver,
    names: new Names(access),
    aggregation: new Aggregation(access.roles),
    hasCopies: (binding) => (copies.get(bindingKey(binding))?.length ?? 0) > 1,
  };
  return access.roles.flatMap((role) => draftSplit(role, surroundings) ?? []);
}

/** What a draft has to fit in with. */
interface Surroundings {
  access: Access;
  isExpected: IsExpected;
  passedOver: PassedOver;
  names: Names;
  aggregation: Aggregation;
  hasCopies(binding: Binding): boolean;
}

function draftSplit(role: Role, { access, isExpected, passedOver, names, aggregation, hasCopies }: Surroundings): Draft | undefined {
  const { chosen: bindings = [], expected: others = [] } = Object.groupBy(access.bindingsOf(role), (binding) =>
    access.subjectsOf(binding).some((subject) => !isExpected(binding, role, subject)) ? 'chosen' : 'expected',
  );
  if (bindings.length === 0) return undefined;
  const cut = cutRules(role.rules, { urls: role.kind === 'ClusterRole' });
  if (cut.parts.length < 2) return undefined;
  const copied = bindings.filter(hasCopies);
  if (copied.length > 0) {
    passedOver(refOf(role), `${listed(copied)} is there more than once with differing content`);
    return undefined;
  }

  const suffixes = cut.parts.map((part) => part.class);
  const roleName = names.take(role, suffixes);
  const parts = cut.parts.map(({ class: suffix, rules }) => ({
    suffix,
    role: roleManifest(role, roleName(suffix), rules, aggregation.labelKeys),
  }));
  if (parts.some((part) => aggregation.isWidenedBy(part.role, role))) {
    passedOver(refOf(role), 'an aggregated ClusterRole would collect the new roles too');
    return undefined;
  }
  const newBindings = bindings.flatMap((binding) => {
    const bindingName = names.take(binding, suffixes);
    return parts.map((part) => bindingManifest(binding, bindingName(part.suffix), part.role));
  });

  const replaced = bindings.map(refOf);
  const needs = stillNeededBy(role, others, aggregation.targetsOf(role));
  return {
    id: ['split', role.kind, role.namespace, role.name].filter((part) => part !== undefined).join('/'),
    kind: 'split',
    subjects: subjectsOf(bindings, access),
    replaces: [refOf(role), ...replaced],
    creates: [...parts.map((part) => part.role), ...newBindings],
    removes: needs.length === 0 ? [...replaced, refOf(role)] : replaced,
    why: [mixture(role, cut), ...notesOn(role, cut), ...needs.map((need) => `${objectLabel(role)} stays: ${need}`)],
  };
}

/** Why the old role cannot go once its bindings are replaced; empty where it can. */
function stillNeededBy(role: Role, otherBindings: readonly Binding[], targets: readonly Role[]): string[] {
  const reasons: string[] = [];
  // The API server restores such roles at each start (bootstrappolicy).
  if (isDefaultRoleName(role)) reasons.push('it is a default role of Kubernetes');
  if (otherBindings.length > 0) reasons.push(`also bound by ${listed(otherBindings)}`);
  if (targets.length > 0) reasons.push(`its rules are aggregated into ${listed(targets)}`);
  return reasons;
}

function listed(objects: readonly ObjectRef[]): string {
  const more = objects.length > 3 ? `, and ${objects.length - 3} more` : '';
  return objects.slice(0, 3).map(objectLabel).join(', ') + more;
}

function mixture(role: Role, { parts }: Cut): string {
  const classes = parts.map((part) => part.class);
  const areas = parts.flatMap((part) => part.areas);
  const named = areas.length > 0 ? ` (privileged: ${areas.join(', ')})` : '';
  return `${objectLabel(role)} mixes ${classes.slice(0, -1).join(', ')} and ${classes.at(-1)} access${named}: apart, each can be reviewed and taken away alone`;
}

function notesOn(role: Role, { parts, inert }: Cut): string[] {
  const notes: string[] = [];
  if (parts.some((part) => part.areas.includes('every verb'))) {
    notes.push('rules with the verb * stay whole: taking them apart would drop verbs that nobody has listed');
  }
  if (role.aggregation) notes.push('the new roles hold the rules of today and no longer follow the aggregation');
  if (inert.length > 0) {
    notes.push(`left out, since it can match no request: ${inert.map((index) => `rules[${index}]`).join(', ')}`);
  }
  return notes;
}

function subjectsOf(bindings: readonly Binding[], access: Access): Subject[] {
  const subjects = new Map(bindings.flatMap((binding) => access.subjectsOf(binding)).map((subject) => [subjectKey(subject), subject]));
  return [...subjects.values()].sort(byKeys((subject) => [subjectKey(subject)]));
}

function refOf({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, ...(namespace === undefined ? {} : { namespace }), name };
}
