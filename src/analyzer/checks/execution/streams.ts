import type { Grant } from '../../../model/grant.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access, ResourcePattern } from '../../access/access.ts';
import type { Fact } from '../check.ts';
import { factsOf } from '../grants.ts';
import { holdings } from '../holdings.ts';
import { grantsOfRequests, reaches, requestsFor } from '../requests.ts';
import { isNamed } from '../rules.ts';
import { isSince } from '../versions.ts';

/**
 * True if get alone opens streams (exec, attach, portforward): a WebSocket is opened by GET. From 1.35 on the API server asks for
 * create besides (AuthorizePodWebsocketUpgradeCreatePermission); a version that is not known is taken for an earlier one.
 */
export function getOpensStreams(access: Access): boolean {
  return !isSince(access, '1.35');
}

/** The requests that open a stream of this subresource of pods. */
export function streamRequests(access: Access, subresource: string): ResourcePattern[] {
  return requestsFor(getOpensStreams(access) ? 'create get' : 'create', '', `pods/${subresource}`);
}

/** Facts about those who hold get on the subresource, and not create for the same pods. */
export function factsOfGetAlone(access: Access, subresource: string): Fact[] {
  const creating = holdings(grantsOfRequests(access, requestsFor('create', '', `pods/${subresource}`)));
  const isAlone = (grant: Grant) =>
    !creating(grant.subject).some((other) => reaches(other, grant.scope) && coversNames(other.rule, grant.rule));
  return factsOf(grantsOfRequests(access, requestsFor('get', '', `pods/${subresource}`)).filter(isAlone));
}

function coversNames(one: Rule, other: Rule): boolean {
  return !isNamed(one) || (isNamed(other) && other.resourceNames.every((name) => one.resourceNames.includes(name)));
}
