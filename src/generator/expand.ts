import type { RuleBody } from '../analyzer/access/match.ts';
import { refOf } from '../model/ref.ts';
import type { Role } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import type { Change } from './change.ts';
import { type Cut, cutRules } from './cut.ts';
import { editedRole } from './manifests.ts';
import { objectLabel } from './object-label.ts';
import { replacedByParts } from './parts.ts';
import { prune } from './prune.ts';
import { hasCopiedBindings, isEditable, type RoleUse, subjectsOf, useOf } from './role-use.ts';
import { mixture } from './split.ts';
import type { Stage } from './stage.ts';
import { hasWildcard, Wildcards } from './wildcards.ts';

/**
 * Writes out the wildcards of each role that somebody holds who is no admin, read, write and privileged rights apart. What a
 * wildcard stood for beyond what the API serves now is lost, so this is done on request only.
 */
export function expand(stage: Stage): Change[] {
  const wildcards = new Wildcards(stage.access.snapshot.discovery);
  return stage.access.roles.flatMap((role) => (role.rules.some(hasWildcard) ? (expandRole(role, wildcards, stage) ?? []) : []));
}

function expandRole(role: Role, wildcards: Wildcards, stage: Stage): Change | undefined {
  const use = useOf(role, stage, (subject) => !stage.isAdmin(subject));
  if (use.chosen.length === 0) return undefined;
  const { rules, why } = writtenOut(use, wildcards, stage);
  if (why.length === 0) {
    stage.passedOver(stage.originOf(role), 'expand', 'the API serves nothing that its wildcards stand for');
    return undefined;
  }
  if (hasCopiedBindings(use, 'expand', stage)) return undefined;
  const cut = cutRules(rules, { urls: role.kind === 'ClusterRole' });
  const edited = editInPlace(use, cut, why, stage);
  if (edited) return edited;
  const apart = cut.parts.length > 1 ? [mixture(objectLabel(stage.originOf(role)), cut)] : [];
  return replacedByParts(use, { by: 'expand', cut, why: [...why, ...apart], toll: 'rights' }, stage);
}

/** Rules of one class need no new roles, where nobody else has the old one. */
function editInPlace({ role, chosen, others }: RoleUse, { parts }: Cut, why: string[], stage: Stage): Change | undefined {
  const [part] = parts;
  if (!part || parts.length > 1 || others.length > 0 || !isEditable(role, stage)) return undefined;
  return {
    replaces: [refOf(role)],
    subjects: subjectsOf(chosen, stage),
    makes: [{ manifest: editedRole(role, part.rules), from: refOf(role) }],
    removes: [refOf(role)],
    why,
    toll: 'rights',
  };
}

function writtenOut({ role, chosen }: RoleUse, wildcards: Wildcards, stage: Stage): { rules: Rule[]; why: string[] } {
  const { discovery } = stage.access.snapshot;
  const place = chosen.every(({ namespace }) => namespace !== undefined) ? 'in a namespace' : 'anywhere';
  const label = objectLabel(stage.originOf(role));
  const written: number[] = [];
  const kept: number[] = [];
  const rules = role.rules.flatMap((rule) => {
    if (!hasWildcard(rule)) return [rule];
    const { rules: known, left, isWritten } = wildcards.expand(rule);
    if (left.length > 0) kept.push(rule.index);
    if (isWritten) written.push(rule.index);
    const numbered = (one: RuleBody): Rule => ({ ...one, index: rule.index });
    return [...prune(known.map(numbered), place, stage.whyInert).rules, ...left.map(numbered)];
  });
  if (written.length === 0) return { rules, why: [] };
  const source = discovery.complete
    ? 'what the API serves'
    : `the built-in table of Kubernetes ${discovery.version} and the CRDs of the input`;
  return {
    rules,
    why: [
      `${label} ${places(written)}: wildcards are written out by ${source}: what else they stand for, now or in future, is lost`,
      ...(kept.length > 0 ? [`${label} ${places(kept)}: wildcards stay where it is not known what they stand for`] : []),
    ],
  };
}

function places(indexes: readonly number[]): string {
  return indexes.map((index) => `rules[${index}]`).join(', ');
}
