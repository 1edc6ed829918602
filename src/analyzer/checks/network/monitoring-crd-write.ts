import { attack, docs } from '../references.ts';
import { requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

export const monitoringCrdWrite = risk({
  id: 'monitoring-crd-write',
  title: 'A subject can tell Prometheus what to scrape',
  requests: requestsFor(
    writeVerbs,
    'monitoring.coreos.com',
    'servicemonitors',
    'podmonitors',
    'probes',
    'scrapeconfigs',
    'prometheusrules',
  ),
  levels: byScope('medium', 'low'),
  statement: 'can send Prometheus to addresses of its choice',
  detail: 'Prometheus asks wherever a monitor tells it to, from its own place in the network, and may be told to show its token there.',
  remediation: 'Let Prometheus take monitors from chosen namespaces only, and refuse credentials in them (arbitraryFSAccessThroughSMs).',
  references: [docs.leastPrivilege, attack('T1090')],
});
