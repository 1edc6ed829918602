import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const dnsExternalDnsWrite = risk({
  id: 'dns-externaldns-write',
  title: 'A subject can write DNS records or have certificates issued',
  requests: [
    ...requestsFor(writeVerbs, 'externaldns.k8s.io', 'dnsendpoints'),
    ...requestsFor(writeVerbs, 'cert-manager.io', 'certificates', 'certificaterequests', 'issuers', 'clusterissuers'),
  ],
  levels: byScope('medium', 'medium'),
  statement: 'can write DNS records or have certificates issued',
  detail:
    'external-dns publishes the records that it finds, and cert-manager asks for the certificates: with both, a name of the company leads to the holder’s own server, with a valid certificate.',
  remediation:
    'Limit which names a namespace may ask for (policies of cert-manager, domain filters of external-dns), and name the objects in the rule.',
  references: [docs.leastPrivilege, attack('T1584.002')],
});
