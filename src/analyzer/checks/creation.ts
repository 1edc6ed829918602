import type { Access } from '../access/access.ts';
import type { Fact } from './check.ts';
import { joinFacts } from './grants.ts';
import { factsOfParts, factsOfRequests, type Part, requestsFor } from './requests.ts';

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
