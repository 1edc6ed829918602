import { combinedResource, isPathRequest, type Request } from '../../model/request.ts';
import type { Rule } from '../../model/rule.ts';
import { ruleMatches } from './match.ts';

/**
 * The rules of a role arranged by what they can match, so that a request meets only rules that name its resource or a wildcard:
 * by resource as written, `*` and `*`+`/sub` apart, and those with URLs.
 */
export class RuleIndex {
  private readonly byResource = new Map<string, Rule[]>();
  private readonly withUrls: Rule[] = [];

  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) this.add(rule);
  }

  private add(rule: Rule): void {
    for (const resource of new Set(rule.resources)) {
      const list = this.byResource.get(resource);
      if (list) list.push(rule);
      else this.byResource.set(resource, [rule]);
    }
    if (rule.nonResourceURLs.length > 0) this.withUrls.push(rule);
  }

  /** True if some rule allows the request. */
  allows(request: Request): boolean {
    if (isPathRequest(request)) return this.withUrls.some((rule) => ruleMatches(rule, request));
    const combined = combinedResource(request);
    return (
      this.allowsThrough(combined, request) ||
      this.allowsThrough('*', request) ||
      (request.subresource !== '' && this.allowsThrough(`*/${request.subresource}`, request))
    );
  }

  private allowsThrough(resource: string, request: Request): boolean {
    const list = this.byResource.get(resource);
    return list?.some((rule) => ruleMatches(rule, request)) ?? false;
  }

  /** All rules that allow the request, in the order of the index, each once. */
  matching(request: Request): Rule[] {
    return this.candidates(request).filter((rule) => ruleMatches(rule, request));
  }

  private candidates(request: Request): Rule[] {
    if (isPathRequest(request)) return this.withUrls;
    const keys = new Set([combinedResource(request), '*', ...(request.subresource === '' ? [] : [`*/${request.subresource}`])]);
    const lists = [...keys].map((key) => this.byResource.get(key) ?? []).filter((list) => list.length > 0);
    return lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())];
  }
}
