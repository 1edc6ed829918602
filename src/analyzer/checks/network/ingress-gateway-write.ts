import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const ingressGatewayWrite = risk({
  id: 'ingress-gateway-write',
  title: 'A subject can write Ingresses, routes or gateways',
  requests: [
    ...requestsFor(writeVerbs, 'networking.k8s.io', 'ingresses', 'ingressclasses'),
    ...requestsFor(writeVerbs, 'extensions', 'ingresses'),
    ...requestsFor(
      writeVerbs,
      'gateway.networking.k8s.io',
      'gateways',
      'gatewayclasses',
      'httproutes',
      'grpcroutes',
      'tcproutes',
      'tlsroutes',
    ),
  ],
  levels: byScope('medium', 'medium'),
  statement: 'can take over host names and paths',
  detail:
    'Who writes an Ingress or a route claims a host name or path, and with it what users send there. Some controllers take configuration from annotations and run it with their own rights.',
  remediation: 'Give it to what deploys the application, in its namespace; let admission say which host names a namespace may use.',
  references: [docs.ingress, 'CVE-2021-25742', attack('T1557')],
});
