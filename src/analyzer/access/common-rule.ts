import { type RuleBody, resourceCovers, urlCovers } from './match.ts';

/** What two rules both allow; a rule with empty lists where that is nothing. */
export function commonRule(one: RuleBody, other: RuleBody): RuleBody {
  const names = commonNames(one.resourceNames, other.resourceNames);
  const common = {
    verbs: commonWords(one.verbs, other.verbs, covers),
    apiGroups: commonWords(one.apiGroups, other.apiGroups, covers),
    resources: commonWords(one.resources, other.resources, resourceCovers),
    resourceNames: names ?? [],
    nonResourceURLs: commonWords(one.nonResourceURLs, other.nonResourceURLs, urlCovers),
  };
  return names === undefined ? { ...common, apiGroups: [], resources: [] } : common;
}

/** Of each pair of words of which one covers the other, the narrower one. */
function commonWords(one: readonly string[], other: readonly string[], covers: (wide: string, word: string) => boolean): string[] {
  const narrower = one.filter((word) => other.some((wide) => covers(wide, word)));
  return [...new Set([...narrower, ...other.filter((word) => one.some((wide) => covers(wide, word)))])];
}

function covers(wide: string, word: string): boolean {
  return wide === '*' || wide === word;
}

/** No names are all names; undefined where there is none that both have. */
function commonNames(one: readonly string[], other: readonly string[]): readonly string[] | undefined {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const both = one.filter((name) => other.includes(name));
  return both.length > 0 ? both : undefined;
}
