import { isMiscased, isPathVerb } from '../../facts/verbs.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Rule } from '../../model/rule.ts';
import { groupMatches, type RuleBody, resourceMatches, verbMatches } from '../access/match.ts';
import type { Link } from './check.ts';

const reading: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Reviews are answers that are asked for by `create`; nothing is stored. */
const reviews: ReadonlySet<string> = new Set([
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'tokenreviews',
]);

/** True if a rule grants URLs with a verb that requests for them have. */
export function asksUrls({ nonResourceURLs, verbs }: RuleBody): boolean {
  return nonResourceURLs.length > 0 && verbs.some(isPathVerb);
}

/**
 * True for a rule about resources that no request satisfies, whatever the API serves: verbs in other letters, groups that cannot
 * be, `pods/*`, or names beside create alone (VerbMatches, APIGroupMatches, ResourceMatches, ResourceNameMatches).
 */
export function isInert(rule: Rule): boolean {
  if (rule.nonResourceURLs.length > 0) return false;
  if (rule.apiGroups.every(isNoGroup)) return true;
  const verbs = rule.verbs.filter((verb) => !isMiscased(verb));
  // Constrained impersonation asks for keys called "*".
  const hasStars = rule.apiGroups.includes('authentication.k8s.io');
  const resources = rule.resources.filter((resource) => hasStars || !resource.endsWith('/*'));
  return verbs.length === 0 || resources.length === 0 || namesInVain({ ...rule, verbs, resources });
}

/** The core group is "", versions are no part of a group, and groups are domain names (ValidateCustomResourceDefinition). */
function isNoGroup(group: string): boolean {
  return group !== '*' && (group === 'core' || isVersion(group) || !/^[a-z0-9.-]*$/.test(group));
}

/** True for what stands behind a group in apiVersion: `v1`, `v2beta1`. */
export function isVersion(group: string): boolean {
  return /^v\d+((alpha|beta)\d+)?$/.test(group);
}

/** The rules behind a fact, each once. */
export function rulesOf(because: readonly Link[]): Rule[] {
  return [...new Set(because.flatMap((link) => link.rule ?? []))];
}

/** Verbs of requests that go without a name; a wildcard is one of them. */
const nameless: ReadonlySet<string> = new Set(['list', 'watch', 'create', 'deletecollection', '*']);

/**
 * True where a rule is limited to names. An empty name among them stands for requests without one (ResourceNameMatches), if there
 * are such: those for a subresource always name the object.
 */
export function isNamed({ resourceNames, verbs, resources }: Pick<Rule, 'resourceNames' | 'verbs' | 'resources'>): boolean {
  if (resourceNames.length === 0) return false;
  const goesWithout = verbs.some((verb) => nameless.has(verb)) && resources.some((resource) => !resource.includes('/'));
  return !(resourceNames.includes('') && goesWithout);
}

/**
 * True for names that never match, because no request of the rule has one: requests to create an object, or to delete a
 * collection. Those to create a subresource (pods/exec) name the object.
 */
export function namesInVain(rule: Rule): boolean {
  const { verbs, resources } = rule;
  return (
    isNamed(rule) &&
    resources.length > 0 &&
    verbs.every((verb) => verb === 'create' || verb === 'deletecollection') &&
    resources.every((resource) => resource !== '*' && !resource.includes('/'))
  );
}

/** The names that all rules are limited to, sorted, or undefined where one of them is not limited. */
export function namesOf(rules: readonly Rule[]): string[] | undefined {
  if (!rules.every(isNamed)) return undefined;
  return [...new Set(rules.flatMap((rule) => rule.resourceNames))].filter((name) => name !== '').sort(byCodeUnit);
}

/** True if the rule lets objects be changed; every verb but get, list and watch does, as far as anyone can tell. URLs do not count. */
export function writes(rule: RuleBody): boolean {
  if (rule.apiGroups.length === 0 || !rule.resources.some((resource) => !reviews.has(resource))) return false;
  return rule.verbs.some((verb) => !reading.has(verb));
}

/** True if the rule lets the content of Secrets be read, by name or not. */
export function readsSecrets(rule: Rule): boolean {
  return [...reading].some((verb) => verbMatches(rule, verb)) && groupMatches(rule, '') && resourceMatches(rule, 'secrets', '');
}

/** True if the rule lets objects of some kind be read. */
export function readsObjects(rule: Rule): boolean {
  return rule.apiGroups.length > 0 && rule.resources.length > 0 && [...reading].some((verb) => verbMatches(rule, verb));
}

const deeds = [
  { verbs: ['create'], word: 'create' },
  { verbs: ['update', 'patch'], word: 'change' },
  { verbs: ['delete', 'deletecollection'], word: 'delete' },
];

/** What the rules let be done to their objects, in words. A create by name needs a patch beside it, and is judged as that. */
export function deedsOf(rules: readonly Rule[]): string[] {
  const may = (verb: string) =>
    rules.some((rule) => verbMatches(rule, verb) && !(isNamed(rule) && (verb === 'create' || verb === 'deletecollection')));
  return deeds.filter(({ verbs }) => verbs.some(may)).map(({ word }) => word);
}

/** True where objects that are there may be done away with, and nothing else. */
export function onlyDeletes(rules: readonly Rule[]): boolean {
  return deedsOf(rules).join() === 'delete';
}

/** True where new objects may be made, of any name, and those that are there are safe. */
export function onlyCreates(rule: Rule): boolean {
  return !isNamed(rule) && deedsOf([rule]).join() === 'create';
}
