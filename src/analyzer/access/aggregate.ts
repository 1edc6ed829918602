import { byCodeUnit } from '../../model/order.ts';
import { type LabelSelector, type Role, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { selects } from './selector.ts';

/** A string that is equal for two rules exactly when Kubernetes' equality.Semantic.DeepEqual holds for them: order counts, absent is empty. */
export function ruleText(rule: Rule): string {
  return JSON.stringify([rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]);
}

/**
 * Computes the rules of all aggregated ClusterRoles as the controller would (clusterroleaggregation syncClusterRole) if all of
 * them started without rules: what the roles hold that they take from, directly or by way of others. Rules written by hand in an
 * aggregated role are lost, as in a cluster.
 */
export function aggregateRoles(roles: readonly Role[]): Role[] {
  const sources = aggregationSources(roles);
  return roles.map((role) => (role.aggregation ? { ...role, rules: collectRules(role, sources) } : role));
}

/**
 * The roles of `after` once the controller has seen them: the aggregated ClusterRoles for which the change makes a difference are
 * written anew, all others stay as they stand.
 */
export function reaggregatedRoles(before: readonly Role[], after: readonly Role[]): Role[] {
  if (!after.some((role) => role.aggregation)) return [...after];
  const old = new Map(aggregateRoles(before).map((role) => [roleKey(role), JSON.stringify(role.rules)]));
  return aggregateRoles(after).map((role, place) => {
    const asItStands = after[place] ?? role;
    return role.aggregation && old.get(roleKey(role)) !== JSON.stringify(role.rules) ? role : asItStands;
  });
}

/** Walks the sources depth first, which gives the controller's order; where aggregation goes in circles, each role counts once. */
function collectRules(role: Role, sources: ReadonlyMap<string, readonly Role[]>): Rule[] {
  const collected = new Map<string, Rule>();
  const visited = new Set<Role>();
  const pending = [role];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    if (next.aggregation) {
      for (const source of sources.get(roleKey(next))?.toReversed() ?? []) pending.push(source);
      continue;
    }
    for (const rule of next.rules) {
      const text = ruleText(rule);
      if (!collected.has(text)) collected.set(text, { ...rule, index: collected.size });
    }
  }
  return [...collected.values()];
}

/** For each aggregated ClusterRole the roles it takes rules from, in the controller's order: selector by selector, each by name, never itself. */
export function aggregationSources(roles: readonly Role[]): Map<string, Role[]> {
  const clusterRoles = roles.filter((role) => role.kind === 'ClusterRole').sort((a, b) => byCodeUnit(a.name, b.name));
  const byLabel = indexByLabel(clusterRoles);
  const sources = new Map<string, Role[]>();
  for (const role of clusterRoles) {
    if (!role.aggregation) continue;
    const found = new Set<Role>();
    for (const selector of role.aggregation) {
      for (const candidate of candidates(selector, byLabel, clusterRoles)) {
        if (candidate !== role && selects(selector, candidate.labels)) found.add(candidate);
      }
    }
    sources.set(roleKey(role), [...found]);
  }
  return sources;
}

/** The roles by each of their labels, so that a selector need not look at every role. */
function indexByLabel(roles: readonly Role[]): Map<string, Role[]> {
  const index = new Map<string, Role[]>();
  for (const role of roles) {
    for (const [key, value] of role.labels) {
      const label = `${key}\u0000${value}`;
      const list = index.get(label);
      if (list) list.push(role);
      else index.set(label, [role]);
    }
  }
  return index;
}

function candidates(selector: LabelSelector, byLabel: ReadonlyMap<string, Role[]>, all: readonly Role[]): readonly Role[] {
  for (const [key, value] of selector.matchLabels) return byLabel.get(`${key}\u0000${value}`) ?? [];
  return all;
}
