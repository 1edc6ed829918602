import type { RuleBody } from '../analyzer/access/match.ts';
import { type ServedResource, servedResources, verbsOf } from '../facts/served.ts';
import { pathVerbs } from '../facts/verbs.ts';
import type { Discovery } from '../model/discovery.ts';

/** A rule without wildcards as far as it is known what they stand for; `left` is what stays as it was written. */
interface Expansion {
  rules: RuleBody[];
  left: RuleBody[];
  /** True if some wildcard has been written out. */
  isWritten: boolean;
}

/** Tells what `*` stands for: what the API serves, and what RBAC is asked about besides (impersonate, bind, nodes/log). */
export class Wildcards {
  private readonly discovery: Discovery;
  private readonly byGroup: ReadonlyMap<string, readonly ServedResource[]>;

  constructor(discovery: Discovery) {
    this.discovery = discovery;
    this.byGroup = Map.groupBy(servedResources(discovery), (entry) => entry.group);
  }

  expand(rule: RuleBody): Expansion {
    const expansion: Expansion = { rules: [], left: [], isWritten: false };
    for (const group of withoutCovered(rule.apiGroups)) {
      for (const resource of withoutCovered(rule.resources)) this.expandResource(rule, group, resource, expansion);
    }
    if (rule.nonResourceURLs.length > 0) {
      const verbs = rule.verbs.includes('*') ? pathVerbs : rule.verbs;
      expansion.isWritten ||= verbs !== rule.verbs;
      expansion.rules.push({ verbs, apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: rule.nonResourceURLs });
    }
    return expansion;
  }

  private expandResource({ verbs, resourceNames }: RuleBody, group: string, resource: string, expansion: Expansion): void {
    const { rules, left } = expansion;
    const written: RuleBody = { verbs, apiGroups: [group], resources: [resource], resourceNames, nonResourceURLs: [] };
    const isOpen = group === '*' || resource.startsWith('*');
    if (!isOpen && !verbs.includes('*')) {
      rules.push(written);
      return;
    }
    const entries = isOpen ? this.matching(group, resource) : this.known(group, resource);
    if (entries.length === 0) left.push(written);
    else expansion.isWritten = true;
    for (const entry of entries) {
      const granted = verbs.includes('*') ? entry.verbs : verbs.filter((verb) => entry.verbs.includes(verb));
      if (granted.length > 0) rules.push({ ...written, verbs: granted, apiGroups: [entry.group], resources: [entry.resource] });
    }
  }

  private matching(group: string, resource: string): readonly ServedResource[] {
    const entries = group === '*' ? [...this.byGroup.values()].flat() : (this.byGroup.get(group) ?? []);
    if (resource === '*') return entries;
    return entries.filter(
      (entry) => entry.resource === resource || (resource.startsWith('*/') && entry.resource.endsWith(resource.slice(1))),
    );
  }

  private known(group: string, resource: string): ServedResource[] {
    const verbs = verbsOf(this.discovery, group, resource);
    return verbs === undefined ? [] : [{ group, resource, verbs }];
  }
}

/** True if something in the rule is a wildcard that can be written out. URLs have patterns of their own, which stay. */
export function hasWildcard({ verbs, apiGroups, resources }: RuleBody): boolean {
  return verbs.includes('*') || apiGroups.includes('*') || resources.some((resource) => resource === '*' || resource.startsWith('*/'));
}

/** `*` makes the rest of a list redundant. */
function withoutCovered(values: readonly string[]): readonly string[] {
  return values.includes('*') ? ['*'] : values;
}
