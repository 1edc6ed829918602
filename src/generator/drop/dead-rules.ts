import { covers } from '../../analyzer/access/covers.ts';
import type { RuleBody } from '../../analyzer/access/match.ts';
import { refOf } from '../../model/ref.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Change } from '../change.ts';
import { editedRole } from '../manifests.ts';
import { objectLabel } from '../object-label.ts';
import { type Pruned, prune } from '../prune.ts';
import { hasCopiedBindings, isEditable, subjectsOf, useOf } from '../role-use.ts';
import type { Stage } from '../stage.ts';

/**
 * Edits each role that holds something that no request can match, or the same thing twice; a role of which nothing is left goes
 * with its bindings. Roles that Kubernetes' own subjects hold, and those that feed aggregated ones, stay as they are.
 */
export function dropDeadRules(stage: Stage): Change[] {
  return stage.access.roles.flatMap((role) => (isEditable(role, stage) ? (edit(role, stage) ?? []) : []));
}

function edit(role: Role, stage: Stage): Change | undefined {
  const use = useOf(role, stage);
  if (use.chosen.length === 0 || use.others.length > 0) return undefined;
  const inNamespaces = use.chosen.every(({ namespace }) => namespace !== undefined);
  const { rules, pruned } = prune(role.rules, inNamespaces ? 'in a namespace' : 'anywhere', stage.whyInert);
  const kept = withoutCovered(rules);
  const repeated = rules.filter((rule) => !kept.includes(rule));
  if (pruned.length === 0 && repeated.length === 0 && role.rules.length > 0) return undefined;
  if (hasCopiedBindings(use, 'drop', stage)) return undefined;
  const replaced = use.chosen.map((binding) => refOf(binding));
  return {
    replaces: kept.length > 0 ? [refOf(role)] : [refOf(role), ...replaced],
    subjects: subjectsOf(use.chosen, stage),
    makes: kept.length > 0 ? [{ manifest: editedRole(role, kept), from: refOf(role) }] : [],
    removes: kept.length > 0 ? [refOf(role)] : [...replaced, refOf(role)],
    why: stage.isNew(role) ? leftOut(role, pruned) : reasons(role, { pruned, repeated, isGone: kept.length === 0 }),
    toll: pruned.length > 0 ? 'inert' : 'nothing',
  };
}

interface Found {
  pruned: readonly Pruned[];
  repeated: readonly Rule[];
  isGone: boolean;
}

function reasons(role: Role, { pruned, repeated, isGone }: Found): string[] {
  const label = objectLabel(role);
  return [
    ...pruned.map(({ index, what, why }) => `${label} rules[${index}]: ${what} can match nothing: ${why}`),
    ...repeated.map(({ index }) => `${label} rules[${index}] grants nothing that its other rules do not grant`),
    ...(isGone ? [`${label} grants nothing, so its bindings go with it`] : []),
  ];
}

/** The rules of a new role have no places that anybody knows. */
function leftOut({ name }: Role, pruned: readonly Pruned[]): string[] {
  return pruned.map(({ what, why }) => `left out of ${name}: ${what} can match nothing there: ${why}`);
}

/** The rules without those that others of them cover; of two equal ones the first stays. */
function withoutCovered(rules: readonly Rule[]): Rule[] {
  const kept = new Set(rules);
  for (const rule of rules.toReversed()) {
    const others = [...kept].filter((other) => other !== rule && overlaps(other, rule));
    if (others.length > 0 && covers(others, [rule])) kept.delete(rule);
  }
  return [...kept];
}

/** A quick look whether one rule may cover something of the other. */
function overlaps(one: RuleBody, other: RuleBody): boolean {
  if (one.nonResourceURLs.length > 0 && other.nonResourceURLs.length > 0) return true;
  return one.resources.some((resource) => resource.startsWith('*') || other.resources.includes(resource));
}
