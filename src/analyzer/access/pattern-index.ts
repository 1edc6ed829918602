import type { PathRequest } from '../../model/request.ts';
import type { Rule } from '../../model/rule.ts';
import type { ResourcePattern, RoleRule } from './access.ts';
import { groupMatches, resourceMatches, urlMatches, verbMatches } from './match.ts';

/** Rules that differ in nothing but their role and their names: one of them tells what all of them cover. */
interface Alike {
  example: Rule;
  /** Where they stand in the list of all rules, ascending. */
  places: number[];
}

/**
 * The rules of all roles, arranged by what they cover for some name: rules that are alike are looked at once, however many roles
 * have them, and only those that name both the verb and the resource, or wildcards. A large cluster has hundreds of thousands of rules, a few
 * thousand of them unlike the others.
 */
export class PatternIndex {
  private readonly all: readonly RoleRule[];
  private readonly byWords = new Map<string, Alike[]>();
  private readonly withUrls: Alike[] = [];

  constructor(all: readonly RoleRule[]) {
    this.all = all;
    const alike = new Map<string, Alike>();
    for (const [place, { rule }] of all.entries()) {
      const key = contentKey(rule);
      const known = alike.get(key);
      if (known) known.places.push(place);
      else alike.set(key, { example: rule, places: [place] });
    }
    for (const rules of alike.values()) this.arrange(rules);
  }

  private arrange(rules: Alike): void {
    const { nonResourceURLs } = rules.example;
    for (const key of new Set(placesOf(rules.example))) {
      const list = this.byWords.get(key);
      if (list) list.push(rules);
      else this.byWords.set(key, [rules]);
    }
    if (nonResourceURLs.length > 0) this.withUrls.push(rules);
  }

  /** The rules that cover the pattern for some name, each once, in the order of the roles. */
  covering(pattern: ResourcePattern | PathRequest): RoleRule[] {
    const found = 'path' in pattern ? this.coveringPath(pattern) : this.coveringResource(pattern);
    const places = found.flatMap((rules) => rules.places);
    if (found.length > 1) places.sort((a, b) => a - b);
    return places.flatMap((place) => this.all[place] ?? []);
  }

  private coveringPath({ verb, path }: PathRequest): Alike[] {
    return this.withUrls.filter(({ example }) => verbMatches(example, verb) && urlMatches(example, path));
  }

  private coveringResource({ verb, group, resource, subresource }: ResourcePattern): Alike[] {
    const combined = subresource === '' ? resource : `${resource}/${subresource}`;
    const resources = subresource === '' ? [combined] : [combined, `*/${subresource}`];
    const keys = [verb, '*'].flatMap((one) => [
      ...resources.map((other) => wordsKey(one, other)),
      ...[group, '*'].map((other) => wordsKey(one, '*', other)),
    ]);
    const candidates = new Set(keys.flatMap((key) => this.byWords.get(key) ?? []));
    return [...candidates].filter(
      ({ example }) => verbMatches(example, verb) && groupMatches(example, group) && resourceMatches(example, combined, subresource),
    );
  }
}

/** Where a rule stands in the index: by verb and resource as written; where it says `*` for resources, its groups tell it from others. */
function* placesOf({ verbs, apiGroups, resources }: Rule): Generator<string> {
  for (const verb of verbs) {
    for (const resource of resources) {
      if (resource === '*') for (const group of apiGroups) yield wordsKey(verb, resource, group);
      else yield wordsKey(verb, resource);
    }
  }
}

function wordsKey(...words: readonly string[]): string {
  return words.join('\u0000');
}

/** All of a rule but its names and its place. */
function contentKey({ verbs, apiGroups, resources, nonResourceURLs }: Rule): string {
  return JSON.stringify([verbs, apiGroups, resources, nonResourceURLs]);
}
