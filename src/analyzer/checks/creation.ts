import type { Access, ResourcePattern } from '../access/access.ts';
import { verbMatches } from '../access/match.ts';
import type { Fact, Link } from './check.ts';
import { joinFacts } from './grants.ts';
import { factsOfAlternatives, factsOfParts, factsOfRequests, type Part, requestsFor } from './requests.ts';
import { isNamed } from './rules.ts';

/**
 * One fact per subject, role and scope that can make objects of the resource: by create, or by server-side apply, which makes
 * what it names where that is missing, and is asked for patch and then for create with the name (handlers/patch.go). So
 * patch and create together, limited to names, make objects of these names, though create alone makes none.
 */
export function factsOfCreating(access: Access, group: string, resource: string): Fact[] {
  const made = factsOfRequests(access, requestsFor('create', group, resource));
  return joinFacts(made, factsOfParts(access, applyParts(group, resource)));
}

/** What it takes to make objects of certain names by server-side apply. */
export function applyParts(group: string, resource: string): Part[] {
  return [
    { requests: requestsFor('create', group, resource), isForNames: true },
    { requests: requestsFor('patch', group, resource), hasSameNames: true },
  ];
}

/** Says of a fact that server-side apply makes the objects that its rules name. */
const applied = 'applied';

/** One fact per subject, role and scope that allows some of the requests, or makes objects by server-side apply; `creates` tells which do. */
export function factsOfWriting(access: Access, requests: readonly ResourcePattern[], group: string, resource: string): Fact[] {
  const parts = applyParts(group, resource);
  const byApply = new Set(factsOfParts(access, parts).map(({ holding }) => holding));
  return factsOfAlternatives(access, [[{ requests }], parts]).map((fact) =>
    byApply.has(fact.holding) ? { ...fact, notes: [applied] } : fact,
  );
}

/** True if the link lets objects be made, of names that it says or of any. */
export function creates({ rule }: Link, { notes }: Fact): boolean {
  return rule !== undefined && verbMatches(rule, 'create') && (!isNamed(rule) || notes?.includes(applied) === true);
}
