import { byCodeUnit } from '../../model/order.ts';
import { type LabelSelector, type Role, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { selects } from './selector.ts';

/** A string that is equal for two rules exactly when Kubernetes' equality.Semantic.DeepEqual holds for them: order counts, absent is empty. */
export function ruleText(rule: Rule): string {
  return JSON.stringify([rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]);
}

/**
 * Computes the rules of all aggregated ClusterRoles as the controller would (clusterroleaggregation syncClusterRole),
 * starting from no rules and repeated until nothing changes. Rules written by hand in an aggregated role are lost, as in a cluster.
 */
export function aggregateRoles(roles: readonly Role[]): Role[] {
  const sources = aggregationSources(roles);
  const rules = new Map<string, readonly Rule[]>();
  for (const role of roles) rules.set(roleKey(role), role.aggregation ? [] : role.rules);
  const aggregated = roles.filter((role) => role.aggregation !== undefined);
  for (let changed = true; changed; ) {
    changed = false;
    for (const role of aggregated) {
      const key = roleKey(role);
      const next = collectRules(sources.get(key) ?? [], rules);
      // Rules are only ever added, so the length tells whether something changed.
      if (next.length !== rules.get(key)?.length) {
        rules.set(key, next);
        changed = true;
      }
    }
  }
  // With cyclic selectors the order of rules depends on the rounds; this last pass gives the order that the controller writes.
  return roles.map((role) => (role.aggregation ? { ...role, rules: collectRules(sources.get(roleKey(role)) ?? [], rules) } : role));
}

function collectRules(sources: readonly Role[], rules: ReadonlyMap<string, readonly Rule[]>): Rule[] {
  const collected = new Map<string, Rule>();
  for (const source of sources) {
    for (const rule of rules.get(roleKey(source)) ?? []) {
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
