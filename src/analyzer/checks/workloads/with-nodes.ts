import type { Access, ResourcePattern } from '../../access/access.ts';
import type { Circumstance, Fact } from '../check.ts';
import { joinFacts } from '../grants.ts';
import { factsOfParts, factsOfRequests, type Part, requestsFor, writeVerbs } from '../requests.ts';

const nodeWrite: Part = { requests: requestsFor(writeVerbs, '', 'nodes'), isClusterScoped: true };
const circumstance: Circumstance = { id: 'nodes-write', to: 'high', reason: 'it can change nodes too, and so decide where pods go' };

/** Who may do one of the requests, with the circumstance that it may change nodes besides: then it brings pods to a node of its choice. */
export function factsWithNodes(access: Access, requests: readonly ResourcePattern[]): Fact[] {
  const steering = factsOfParts(access, [{ requests }, nodeWrite]).map((fact) => ({ ...fact, circumstances: [circumstance] }));
  return joinFacts(steering, factsOfRequests(access, requests));
}
