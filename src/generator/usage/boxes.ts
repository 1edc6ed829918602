import { atomCovered, atomsOf } from '../../analyzer/access/covers.ts';
import type { RuleBody } from '../../analyzer/access/match.ts';
import type { Box } from '../../analyzer/access/permission-set.ts';
import { combinedResource, isPathRequest, type Request } from '../../model/request.ts';
import { ResourceGrid } from '../resource-grid.ts';
import { UrlGrid } from '../url-grid.ts';

/** The smallest permission that holds a request, for these names or, without any, for all. RBAC cannot grant a list over all namespaces and not each of them. */
export function boxOfRequest(request: Request, names: readonly string[]): Box {
  if (isPathRequest(request)) {
    return {
      scope: '*',
      rule: { verbs: [request.verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [request.path] },
    };
  }
  const { verb, group, namespace } = request;
  return resourceBox(namespace === '' ? '*' : namespace, verb, group, combinedResource(request), names);
}

/** One verb on one resource, spelled as in a rule, for some names or all. */
export function resourceBox(scope: string, verb: string, group: string, resource: string, names: readonly string[]): Box {
  return { scope, rule: { verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: names, nonResourceURLs: [] } };
}

/** What of a box without wildcards is also in one of the others; with the names of both. */
export function within(whole: readonly Box[], part: Box): Box[] {
  const boxes: Box[] = [];
  for (const { scope, rule } of whole) {
    if (scope !== '*' && scope !== part.scope) continue;
    const { resourceNames } = part.rule;
    if (atomCovered({ ...rule, resourceNames: [] }, { ...part.rule, resourceNames: [] })) {
      const common = commonNames(rule.resourceNames, resourceNames);
      if (common) boxes.push({ scope: part.scope, rule: { ...part.rule, resourceNames: common } });
    }
  }
  return boxes;
}

/** No names stand for every name. Undefined where there is none in common. */
function commonNames(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const common = b.filter((name) => a.includes(name));
  return common.length > 0 ? common : undefined;
}

/** What of the boxes is in none of the others, name by name. */
export function without(boxes: readonly Box[], others: readonly Box[]): Box[] {
  return boxes.flatMap(({ scope, rule }) => {
    const reaching = others.filter((other) => other.scope === '*' || other.scope === scope);
    const missing = [...atomsOf(rule)].filter((atom) => !reaching.some((other) => atomCovered(other.rule, atom)));
    return missing.map((atom) => ({ scope, rule: atom }));
  });
}

/** The same permissions in few rules for each scope, sorted. What is granted everywhere is not granted again in a namespace. */
export function compact(boxes: readonly Box[]): Map<string, RuleBody[]> {
  const everywhere = boxes.filter(({ scope }) => scope === '*');
  const local = without(
    boxes.filter(({ scope }) => scope !== '*'),
    everywhere,
  );
  const byScope = Map.groupBy([...everywhere, ...local], ({ scope }) => scope);
  const scopes = [...byScope.keys()].sort();
  return new Map(scopes.map((scope) => [scope, rulesOf((byScope.get(scope) ?? []).map(({ rule }) => rule))]));
}

function rulesOf(rules: readonly RuleBody[]): RuleBody[] {
  const resources = new ResourceGrid();
  const urls = new UrlGrid();
  for (const rule of rules) {
    for (const verb of rule.verbs) {
      for (const group of rule.apiGroups) for (const resource of rule.resources) resources.add(group, resource, verb, rule.resourceNames);
      for (const url of rule.nonResourceURLs) urls.add(url, verb);
    }
  }
  return [...resources.rules(), ...urls.rules()];
}

/** As `compact`, in one list. */
export function compactList(boxes: readonly Box[]): Box[] {
  return [...compact(boxes)].flatMap(([scope, rules]) => rules.map((rule) => ({ scope, rule })));
}
