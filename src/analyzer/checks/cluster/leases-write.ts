import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const requests = requestsFor(`${writeVerbs} delete`, 'coordination.k8s.io', 'leases');
const systemNamespaces: ReadonlySet<string> = new Set(['*', 'kube-system', 'kube-node-lease']);

export const leasesWrite = risk({
  id: 'leases-write',
  title: 'A subject can write the leases of the control plane or of nodes',
  requests,
  run: (access) => factsOfRequests(access, requests).filter(({ scope }) => systemNamespaces.has(scope)),
  levels: byScope('medium', 'medium', 'high'),
  statement: 'can take leadership from controllers, or have nodes taken for dead',
  detail:
    'A lease in kube-system says which scheduler and controller-manager work: whoever holds it stops them. One in kube-node-lease says whether a node lives.',
  remediation: 'Name the lease that the controller elects its leader by, in a Role of its own namespace.',
  references: [docs.leases, attack('T1499')],
});
