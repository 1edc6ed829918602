import type { ObjectRef } from '../../model/gap.ts';
import type { Scope } from '../../model/grant.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Rule } from '../../model/rule.ts';
import type { Link } from './check.ts';
import { rulesOf } from './rules.ts';

/** How people see an object: `ClusterRole edit`, `RoleBinding shop/checkout`. */
export function objectLabel({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** The end of a title: where something holds. */
export function inScope(scope: Scope): string {
  return scope === '*' ? 'in all namespaces' : `in ${scope}`;
}

/** `a`, `a and b`, `a, b and c`; more than `most` are counted. */
export function list(items: Iterable<string>, most = 4): string {
  const all = [...new Set(items)];
  const shown = all.length > most ? [...all.slice(0, most - 1), `${all.length - most + 1} more`] : all;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** What a rule lets one do, before the resource: `get, list and watch`, `use every verb on`. */
export function verbList({ verbs }: Rule): string {
  return verbs.includes('*') ? 'use every verb on' : list([...verbs].sort(byCodeUnit), 8);
}

/** API groups for people: the core group has no name of its own. */
export function groupList(groups: readonly string[]): string {
  return list(groups.map((group) => (group === '' ? 'core' : group)).sort(byCodeUnit));
}

/** A resource with its API group as kubectl writes it: `deployments.apps`, `pods/exec`, `*.apps`. */
export function resourceName(group: string, resource: string): string {
  if (group === '') return resource;
  const [name, ...subresource] = resource.split('/');
  return [`${name}.${group}`, ...subresource].join('/');
}

/** `rules[0]`, or `rules[0] and rules[2]`, as people find them in the role. */
export function ruleList(because: readonly Link[]): string {
  const indexes = new Set(rulesOf(because).map((rule) => rule.index));
  return list([...indexes].sort((a, b) => a - b).map((index) => `rules[${index}]`));
}
