import type { RuleBody } from '../analyzer/access/match.ts';
import { byCodeUnit, byKeys } from '../model/order.ts';
import { byVerb } from './verb-order.ts';

/** Permissions on URLs, ready to be written as few rules. */
export class UrlGrid {
  private readonly verbsByUrl = new Map<string, Set<string>>();

  add(url: string, verb: string): void {
    const verbs = this.verbsByUrl.get(url);
    if (verbs) verbs.add(verb);
    else this.verbsByUrl.set(url, new Set([verb]));
  }

  /** The rules that allow exactly what was added; URLs with equal verbs share a rule. */
  rules(): RuleBody[] {
    const byVerbs = Map.groupBy(this.verbsByUrl, ([, verbs]) => JSON.stringify(verbsOf(verbs)));
    const rules = [...byVerbs.values()].flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const nonResourceURLs = same.map(([url]) => url).sort(byCodeUnit);
      return [{ verbs: verbsOf(first[1]), apiGroups: [], resources: [], resourceNames: [], nonResourceURLs }];
    });
    return rules.sort(byKeys((rule) => [JSON.stringify(rule.nonResourceURLs)]));
  }
}

function verbsOf(verbs: ReadonlySet<string>): string[] {
  return verbs.has('*') ? ['*'] : [...verbs].sort(byVerb);
}
