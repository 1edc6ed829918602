import { combinedResource, isPathRequest, type PathRequest, type Request } from '../../model/request.ts';
import type { Rule } from '../../model/rule.ts';
import type { ResourcePattern } from './access.ts';
import { groupMatches, resourceMatches, ruleMatches, urlMatches, verbMatches } from './match.ts';

/** Anything that carries a rule: the rule itself, or a rule with its role. */
type RuleOf<T> = (item: T) => Rule;

/**
 * Rules arranged by what they can match, so that a request meets only rules that name its resource or a wildcard:
 * by resource as written, `*` and `*`+`/sub` apart, and those with URLs.
 */
export class RuleIndex<T> {
  private readonly byResource = new Map<string, T[]>();
  private readonly withUrls: T[] = [];
  private readonly ruleOf: RuleOf<T>;

  constructor(items: Iterable<T>, ruleOf: RuleOf<T>) {
    this.ruleOf = ruleOf;
    for (const item of items) this.add(item);
  }

  private add(item: T): void {
    const rule = this.ruleOf(item);
    for (const resource of new Set(rule.resources)) {
      const list = this.byResource.get(resource);
      if (list) list.push(item);
      else this.byResource.set(resource, [item]);
    }
    if (rule.nonResourceURLs.length > 0) this.withUrls.push(item);
  }

  /** True if some rule allows the request. */
  allows(request: Request): boolean {
    if (isPathRequest(request)) return this.withUrls.some((item) => ruleMatches(this.ruleOf(item), request));
    const combined = combinedResource(request);
    return (
      this.allowsThrough(combined, request) ||
      this.allowsThrough('*', request) ||
      (request.subresource !== '' && this.allowsThrough(`*/${request.subresource}`, request))
    );
  }

  private allowsThrough(resource: string, request: Request): boolean {
    const list = this.byResource.get(resource);
    return list?.some((item) => ruleMatches(this.ruleOf(item), request)) ?? false;
  }

  /** All items whose rule allows the request, in index order, each once. */
  matching(request: Request): T[] {
    return this.candidates(request).filter((item) => ruleMatches(this.ruleOf(item), request));
  }

  /** All items whose rule covers the pattern for some name, in index order, each once. */
  covering(pattern: ResourcePattern | PathRequest): T[] {
    if ('path' in pattern) return this.withUrls.filter((item) => coversPath(this.ruleOf(item), pattern));
    const request = { ...pattern, name: '', namespace: '' };
    return this.candidates(request).filter((item) => coversPattern(this.ruleOf(item), pattern));
  }

  private candidates(request: Request): T[] {
    if (isPathRequest(request)) return this.withUrls;
    const keys = new Set([combinedResource(request), '*', ...(request.subresource === '' ? [] : [`*/${request.subresource}`])]);
    const lists = [...keys].map((key) => this.byResource.get(key) ?? []).filter((list) => list.length > 0);
    return lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())];
  }
}

function coversPath(rule: Rule, pattern: PathRequest): boolean {
  return verbMatches(rule, pattern.verb) && urlMatches(rule, pattern.path);
}

function coversPattern(rule: Rule, pattern: ResourcePattern): boolean {
  const combined = pattern.subresource === '' ? pattern.resource : `${pattern.resource}/${pattern.subresource}`;
  return verbMatches(rule, pattern.verb) && groupMatches(rule, pattern.group) && resourceMatches(rule, combined, pattern.subresource);
}
