import type { Check } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** Services say where traffic goes. */
export const services: readonly Check[] = [
  risk({
    id: 'services-write',
    page: 'services',
    title: 'A subject can write Services',
    requests: requestsFor(writeVerbs, '', 'services'),
    levels: byScope('high', 'medium'),
    statement: 'can redirect and expose traffic with Services',
    detail:
      'A Service with externalIPs draws the cluster’s traffic to these addresses to itself (CVE-2020-8554), one with another’s selector takes its pods, and a LoadBalancer or NodePort opens them to the outside.',
    remediation: 'Give it to what deploys the application, in its namespace; refuse externalIPs by admission (DenyServiceExternalIPs).',
    references: [docs.externalIps, 'CVE-2020-8554', attack('T1557')],
  }),
  risk({
    id: 'services-status-write',
    page: 'services',
    title: 'A subject can write the status of Services',
    requests: requestsFor('update patch', '', 'services/status'),
    levels: byScope('medium', 'medium'),
    statement: 'can draw traffic to addresses to itself by the status of Services',
    detail:
      'Nodes send what goes to an address in status.loadBalancer.ingress to the Service’s pods, whoever owns the address (CVE-2020-8554).',
    remediation: 'Leave the status of Services to the controller of load balancers.',
    references: [docs.externalIps, 'CVE-2020-8554', attack('T1557')],
  }),
];
