import type { RuleBody } from '../analyzer/access/match.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Rule } from '../model/rule.ts';
import { type Classification, classOfPath, classOfResource, type PrivilegedArea, type RuleClass, ruleClasses } from './classes.ts';
import { ResourceGrid } from './resource-grid.ts';
import { UrlGrid } from './url-grid.ts';

/** The rules of a role that lie in one class; together the parts of a role allow what the role allows. */
interface Part {
  class: RuleClass;
  rules: RuleBody[];
  /** Why they are privileged, sorted. */
  areas: PrivilegedArea[];
}

export interface Cut {
  /** Those that hold rules, in the order of `ruleClasses`. */
  parts: Part[];
  /** Indexes of rules that can match no request and so are in no part. */
  inert: number[];
}

/**
 * Cuts rules by class into as few rules as stay easy to read, exactly equivalent as a whole.
 * The verbs, groups and resources of a rule multiply, and each product has a class of its own, so one rule may become several.
 * A rule with the verb `*` goes whole into the privileged part: taking it apart would need to know all verbs there are.
 * `urls: false` is for Roles: URLs in them are inert, and the API server refuses them.
 */
export function cutRules(rules: readonly Rule[], { urls }: { urls: boolean }): Cut {
  const drawers: Record<RuleClass, Drawer> = { read: new Drawer(), write: new Drawer(), privileged: new Drawer() };
  const inert: number[] = [];
  for (const rule of rules) {
    const matchesResources = rule.apiGroups.length > 0 && rule.resources.length > 0;
    const matchesUrls = urls && rule.nonResourceURLs.length > 0;
    if (rule.verbs.length === 0 || !(matchesResources || matchesUrls)) {
      inert.push(rule.index);
      continue;
    }
    for (const verb of rule.verbs.includes('*') ? ['*'] : rule.verbs) {
      for (const group of rule.apiGroups) {
        for (const resource of rule.resources) {
          const found = classOfResource(verb, group, resource);
          drawers[found.class].note(found).resources.add(group, resource, verb, rule.resourceNames);
        }
      }
      if (!matchesUrls) continue;
      const found = classOfPath(verb);
      for (const url of rule.nonResourceURLs) drawers[found.class].note(found).urls.add(url, verb);
    }
  }
  const parts = ruleClasses.map((name) => drawers[name].part(name));
  return { parts: parts.filter((part) => part.rules.length > 0), inert };
}

/** What has been found of one class so far. */
class Drawer {
  readonly resources = new ResourceGrid();
  readonly urls = new UrlGrid();
  private readonly areas = new Set<PrivilegedArea>();

  note(found: Classification): this {
    if (found.class === 'privileged') this.areas.add(found.area);
    return this;
  }

  part(name: RuleClass): Part {
    return { class: name, rules: [...this.resources.rules(), ...this.urls.rules()], areas: [...this.areas].sort(byCodeUnit) };
  }
}
