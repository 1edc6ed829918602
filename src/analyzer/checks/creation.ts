import type { Access, ResourcePattern } from '../access/access.ts';
import { verbMatches } from '../access/match.ts';
import type { Fact, Link } from './check.ts';
import { factsOfParts, factsOfRequests, mergeFacts, type Part, requestsFor } from './requests.ts';
import { deedsOf, isNamed, rulesOf } from './rules.ts';

/** What it takes to make objects of certain names by server-side apply. */
export function applyParts(group: string, resource: string): Part[] {
  return [
    { requests: requestsFor('create', group, resource), isForNames: true },
    { requests: requestsFor('patch', group, resource), hasSameNames: true },
  ];
}

/** Says of a fact that server-side apply makes the objects that its rules name. */
const applied = 'applied';

/**
 * One fact per subject, role and scope that allows some of the requests, or makes objects by server-side apply, which makes what
 * it names where that is missing, and is asked for patch and then for create with the name (handlers/patch.go). So patch and
 * create together, limited to names, make objects of these names, though create alone makes none.
 */
export function factsOfWriting(access: Access, requests: readonly ResourcePattern[]): Fact[] {
  const plain = factsOfRequests(access, requests);
  const made = requests.filter(({ verb, subresource }) => verb === 'create' && subresource === '');
  const byApply = made.flatMap(({ group, resource }) => factsOfParts(access, applyParts(group, resource)));
  if (byApply.length === 0) return plain;
  const makers = new Set(plain.filter(makesAny).map(({ holding }) => holding));
  const needed = byApply.filter(({ holding }) => !makers.has(holding));
  const appliers = new Set(needed.map(({ holding }) => holding));
  return mergeFacts([...plain, ...needed]).map((fact) => (appliers.has(fact.holding) ? { ...fact, notes: [applied] } : fact));
}

/** True if objects of whatever name can be made. */
function makesAny({ because }: Fact): boolean {
  return because.some(({ rule }) => rule !== undefined && verbMatches(rule, 'create') && !isNamed(rule));
}

/** True if the link lets objects be made, of names that it says or of any. */
export function creates({ rule }: Link, { notes }: Fact): boolean {
  return rule !== undefined && verbMatches(rule, 'create') && (!isNamed(rule) || notes?.includes(applied) === true);
}

/** What the links of a fact of `factsOfWriting` let be done to their objects, in words. */
export function deedsBy(because: readonly Link[], fact: Fact): string[] {
  const plain = deedsOf(rulesOf(because));
  const makes = because.some((link) => creates(link, fact));
  return makes && !plain.includes('create') ? ['create', ...plain] : plain;
}
