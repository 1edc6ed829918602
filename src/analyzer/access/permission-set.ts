import type { Grant, Scope } from '../../model/grant.ts';
import { byKeys } from '../../model/order.ts';
import { atomCovered, atomsOf } from './covers.ts';
import type { RuleBody } from './match.ts';

/** One box of a permission set: all requests that the rule allows, in one namespace or (`"*"`) everywhere. */
export interface Box {
  scope: Scope;
  rule: RuleBody;
}

/** A set of requests as a union of boxes. Compared in an open world: `*` also stands for what nobody has named yet. */
export type PermissionSet = readonly Box[];

/** The permissions that grants add up to. URLs held through a RoleBinding are left out: such requests have no namespace, so the authorizer never asks there. */
export function permissionsOf(grants: readonly Pick<Grant, 'scope' | 'rule'>[]): PermissionSet {
  return grants.flatMap(({ scope, rule }) => boxOf(scope, rule) ?? []);
}

/** One rule in one scope as a box, or undefined where it can never match. */
export function boxOf(scope: Scope, rule: RuleBody): Box | undefined {
  const effective = scope === '*' ? rule : { ...rule, nonResourceURLs: [] };
  return atomsOf(effective).next().done ? undefined : { scope, rule: effective };
}

/** What `left` allows and `right` does not, as atoms sorted by scope and content; empty exactly when `right` includes `left`. */
export function difference(left: PermissionSet, right: PermissionSet): Box[] {
  const everywhere = right.filter((box) => box.scope === '*').map((box) => box.rule);
  const byNamespace = Map.groupBy(right, (box) => box.scope);
  const missing = new Map<string, Box>();
  for (const { scope, rule } of left) {
    const local = scope === '*' ? [] : (byNamespace.get(scope) ?? []);
    for (const atom of atomsOf(rule)) {
      if (everywhere.some((own) => atomCovered(own, atom)) || local.some((box) => atomCovered(box.rule, atom))) continue;
      missing.set(JSON.stringify([scope, atom]), { scope, rule: atom });
    }
  }
  return [...missing.values()].sort(byKeys((box) => [box.scope, JSON.stringify(box.rule)]));
}

/** True if everything in `part` is in `whole`. */
export function includes(whole: PermissionSet, part: PermissionSet): boolean {
  return difference(part, whole).length === 0;
}

/** True if both allow the same requests. */
export function equal(left: PermissionSet, right: PermissionSet): boolean {
  return includes(left, right) && includes(right, left);
}
