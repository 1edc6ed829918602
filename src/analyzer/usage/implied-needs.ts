import { isBefore } from '../../facts/kubernetes.ts';
import { isPathRequest } from '../../model/request.ts';
import type { Usage, UsedRight } from '../../model/usage.ts';

const upgraded: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward']);

/**
 * Adds what a request asked of the authorizer without an event of its own: a WebSocket into a pod begins with a GET, and from
 * Kubernetes 1.35 on the API server asks for `create` besides (AuthorizePodWebsocketUpgradeCreatePermission).
 */
export function withImpliedNeeds(usage: Usage, kubernetesVersion: string): Usage {
  if (isBefore(kubernetesVersion, '1.35')) return usage;
  const identities = usage.identities.map((one) => {
    const needs = one.rights.flatMap(createFor);
    return needs.length === 0 ? one : { ...one, rights: [...one.rights, ...needs] };
  });
  return { ...usage, identities };
}

function createFor(right: UsedRight): UsedRight[] {
  const { request } = right;
  if (isPathRequest(request) || request.verb !== 'get' || request.group !== '' || request.resource !== 'pods') return [];
  return upgraded.has(request.subresource) ? [{ ...right, request: { ...request, verb: 'create' } }] : [];
}
