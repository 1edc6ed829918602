import type { Role } from '../model/role.ts';
import type { Change } from './change.ts';
import { type Cut, cutRules } from './cut.ts';
import { objectLabel } from './object-label.ts';
import { replacedByParts } from './parts.ts';
import { hasCopiedBindings, useOf } from './role-use.ts';
import type { Stage } from './stage.ts';

/**
 * Splits each role that somebody but Kubernetes' own subjects holds and that lies in more than one class into
 * `<role>-read`, `<role>-write` and `<role>-privileged`, bound as the role was.
 * Passed over are roles whose parts some aggregated ClusterRole would newly collect, because splitting them would widen that
 * one, and roles that are bound by a binding with differing copies, because replacing it would drop what the others say.
 */
export function split(stage: Stage): Change[] {
  return stage.access.roles.flatMap((role) => splitRole(role, stage) ?? []);
}

function splitRole(role: Role, stage: Stage): Change | undefined {
  const use = useOf(role, stage);
  if (use.chosen.length === 0) return undefined;
  const cut = cutRules(role.rules, { urls: role.kind === 'ClusterRole' });
  if (cut.parts.length < 2 || hasCopiedBindings(use, 'split', stage)) return undefined;
  const origin = stage.originOf(role);
  const why = [mixture(objectLabel(origin), cut), ...notesOn(role, cut)];
  return replacedByParts(use, { by: 'split', cut, why, toll: 'nothing' }, stage);
}

/** What lies together in a role, and why that is bad. */
export function mixture(label: string, { parts }: Cut): string {
  const classes = parts.map((part) => part.class);
  const areas = parts.flatMap((part) => part.areas);
  const named = areas.length > 0 ? ` (privileged: ${areas.join(', ')})` : '';
  return `${label} mixes ${classes.slice(0, -1).join(', ')} and ${classes.at(-1)} access${named}: apart, each can be reviewed and taken away alone`;
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
