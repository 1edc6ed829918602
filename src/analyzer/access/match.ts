import { combinedResource, isPathRequest, type PathRequest, type Request, type ResourceRequest } from '../../model/request.ts';
import type { Rule } from '../../model/rule.ts';

/** The lists of a rule, without its place in a role. */
export type RuleBody = Omit<Rule, 'index'>;

/** True if a single rule allows the request (rbac.go RuleAllows). Fields of different rules never combine. */
export function ruleMatches(rule: RuleBody, request: Request): boolean {
  return isPathRequest(request) ? pathRuleMatches(rule, request) : resourceRuleMatches(rule, request);
}

function resourceRuleMatches(rule: RuleBody, request: ResourceRequest): boolean {
  return (
    verbMatches(rule, request.verb) &&
    groupMatches(rule, request.group) &&
    resourceMatches(rule, combinedResource(request), request.subresource) &&
    nameMatches(rule, request.name)
  );
}

function pathRuleMatches(rule: RuleBody, request: PathRequest): boolean {
  return verbMatches(rule, request.verb) && urlMatches(rule, request.path);
}

/** VerbMatches: `*` or the very verb; case counts, nothing is a glob. `*` also covers verbs that exist for RBAC only (bind, impersonate …). */
export function verbMatches(rule: RuleBody, verb: string): boolean {
  return rule.verbs.includes(verb) || rule.verbs.includes('*');
}

/** APIGroupMatches: `*` or the very group; an empty list matches nothing. */
export function groupMatches(rule: RuleBody, group: string): boolean {
  return rule.apiGroups.includes(group) || rule.apiGroups.includes('*');
}

/**
 * ResourceMatches: `*` covers resources and subresources, `pods` only the resource, `pods/log` only that subresource,
 * and `*`+`/log` that subresource of every resource. `pods/*` is no wildcard.
 */
export function resourceMatches(rule: RuleBody, combined: string, subresource: string): boolean {
  for (const resource of rule.resources) {
    if (resource === '*' || resource === combined) return true;
    if (subresource !== '' && isAnyResourceWith(resource, subresource)) return true;
  }
  return false;
}

function isAnyResourceWith(resource: string, subresource: string): boolean {
  return resource.length === subresource.length + 2 && resource.startsWith('*/') && resource.endsWith(subresource);
}

/** ResourceNameMatches: no names at all mean every name; else the name must be listed, literally (the name may be empty). */
export function nameMatches(rule: RuleBody, name: string): boolean {
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(name);
}

/** NonResourceURLMatches: `*`, the very path, or a prefix where the URL ends with `*`. */
export function urlMatches(rule: RuleBody, path: string): boolean {
  return rule.nonResourceURLs.some((url) => urlCovers(url, path));
}

/** True if one resources entry covers another: `*` covers subresources too, and a star before a slash all of that name (ResourceMatches). */
export function resourceCovers(wide: string, resource: string): boolean {
  if (wide === '*' || wide === resource) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && wide === `*${resource.slice(slash)}`;
}

/** True if one nonResourceURLs entry covers a path: all trailing `*` are cut off before prefixes are compared. */
export function urlCovers(url: string, path: string): boolean {
  if (url === '*' || url === path) return true;
  return url.endsWith('*') && path.startsWith(trimRight(url, '*'));
}

/** Cuts all of the given characters off the end (Go's strings.TrimRight). A regular expression would take squared time for stars in the middle. */
export function trimRight(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
