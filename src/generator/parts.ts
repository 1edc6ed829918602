import type { ProposalKind } from '../model/proposal.ts';
import { refOf } from '../model/ref.ts';
import { type Change, type Made, refOfManifest, type Toll } from './change.ts';
import type { Cut } from './cut.ts';
import { newBinding, newRole } from './manifests.ts';
import { objectLabel } from './object-label.ts';
import { type RoleUse, stillNeededBy, subjectsOf } from './role-use.ts';
import type { Stage } from './stage.ts';

/** How the parts of a role take its place, and what is to be said about it. */
interface Partition {
  by: Extract<ProposalKind, 'split' | 'expand'>;
  cut: Cut;
  why: string[];
  toll: Toll;
}

/**
 * Puts new roles, one a class, in the place of one, each bound as that one was: `<role>-read`, `<role>-write`, `<role>-privileged`.
 * Undefined, and said, where an aggregated ClusterRole would newly collect a part and so be widened.
 */
export function replacedByParts(use: RoleUse, { by, cut, why, toll }: Partition, stage: Stage): Change | undefined {
  const { role, chosen } = use;
  const { names, aggregation, originOf } = stage;
  const origin = originOf(role);
  const suffixes = cut.parts.map((part) => part.class);
  const roleName = names.take(refOf(role, origin.name), suffixes);
  const parts = cut.parts.map(({ class: suffix, rules }) => ({
    suffix,
    role: newRole(by, refOf(role, roleName(suffix)), rules, { ...role, name: origin.name }, aggregation.labelKeys),
  }));
  if (parts.some((part) => aggregation.isWidenedBy(part.role, role))) {
    stage.passedOver(origin, by, 'an aggregated ClusterRole would collect the new roles too');
    return undefined;
  }
  const bindings = chosen.flatMap((binding): Made[] => {
    const { name } = originOf(binding);
    const bindingName = names.take(refOf(binding, name), suffixes);
    return parts.map((part) => ({
      manifest: newBinding(by, refOf(binding, bindingName(part.suffix)), refOfManifest(part.role), binding.subjects, { ...binding, name }),
      from: refOf(binding),
    }));
  });
  const needs = stillNeededBy(use, stage);
  const replaced = chosen.map((binding) => refOf(binding));
  return {
    replaces: [refOf(role), ...replaced],
    subjects: subjectsOf(chosen, stage),
    makes: [...parts.map((part) => ({ manifest: part.role, from: refOf(role) })), ...bindings],
    removes: needs.length === 0 ? [...replaced, refOf(role)] : replaced,
    why: [...why, ...needs.map((need) => `${objectLabel(origin)} stays: ${need}`)],
    toll,
  };
}
