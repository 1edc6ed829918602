import type { Check, Fact, Levels, Link } from '../check.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const levels = byScope('high', 'medium');

/** A rule that names the endpoints of the API server has no other purpose than to redirect who talks to it. */
function levelsOf({ rule, binding }: Link): Levels {
  const reachesDefault = binding?.namespace === undefined || binding.namespace === 'default';
  return reachesDefault && rule?.resourceNames.includes('kubernetes') ? { ...byScope('critical', 'critical'), names: 'critical' } : levels;
}

function withApiServer(fact: Fact): Fact {
  if (fact.scope !== 'default') return fact;
  return { ...fact, circumstances: [{ id: 'api-server', to: 'high', reason: 'the Service of the API server, kubernetes, is in default' }] };
}

function variant(id: string, group: string, resource: string, impliedBy: readonly string[] = []): Check {
  const requests = requestsFor(writeVerbs, group, resource);
  return {
    ...risk({
      id,
      page: 'endpoints',
      title: `A subject can write ${resource === 'endpoints' ? 'Endpoints' : 'EndpointSlices'}`,
      requests,
      levels,
      levelsOf,
      run: (access) => factsOfRequests(access, requests).map(withApiServer),
      statement: `can redirect the traffic of Services through ${resource === 'endpoints' ? 'Endpoints' : 'EndpointSlices'}`,
      detail:
        'Endpoints are addresses: who writes them sends the traffic of a Service to a pod of their own, to one in another namespace, or past network policies to any address (CVE-2021-25740).',
      remediation: 'Take it away: the control plane writes endpoints of Services with a selector by itself.',
      references: [docs.endpointsWrite, 'CVE-2021-25740', attack('T1557')],
      impliedBy,
    }),
    requests,
  };
}

/** Endpoints say to which addresses a Service leads. */
export const endpoints: readonly Check[] = [
  variant('endpoints-write', '', 'endpoints'),
  variant('endpointslices-write', 'discovery.k8s.io', 'endpointslices', ['endpoints-write']),
];
