import type { Check } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** The verbs that HTTP methods become (requestinfo.go); list and watch never are asked for, since a proxied request names its target. */
const verbs = 'get create update patch delete';

const variants = [
  { id: 'pods-proxy', resource: 'pods/proxy', target: 'pods' },
  { id: 'services-proxy', resource: 'services/proxy', target: 'Services' },
];

export const httpProxy: readonly Check[] = variants.map(({ id, resource, target }) =>
  risk({
    id,
    page: 'http-proxy',
    title: `A subject can send HTTP requests to ${target} through the API server`,
    requests: requestsFor(verbs, '', resource),
    levels: byScope('high', 'medium'),
    statement: `can send HTTP requests to ${target} through the API server`,
    detail: `The request comes from the API server, past NetworkPolicies, to any port of the ${target}: metrics, admin pages and APIs that trust whoever can reach them. get is enough for many of them.`,
    remediation: `Take ${resource} away, or name the target: resourceNames such as "https:dashboard:443", as they stand in the URL.`,
    references: [docs.leastPrivilege, docs.clusterServices, attack('T1090')],
  }),
);
