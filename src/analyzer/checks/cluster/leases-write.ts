import type { Fact } from '../check.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor, writeVerbs } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { namesOf, onlyCreates, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const requests = requestsFor(`${writeVerbs} delete`, 'coordination.k8s.io', 'leases');
const systemNamespaces: ReadonlySet<string> = new Set(['*', 'kube-system', 'kube-node-lease']);

/** Elections need create, which cannot be limited to names, and the rest for a lease of their own. */
function statement({ because }: Fact): string {
  const rules = rulesOf(because);
  const taking = rules.filter((rule) => !onlyCreates(rule));
  if (taking.length === 0) return 'can make leases before the controllers and nodes that they are for';
  const names = taking.length < rules.length ? namesOf(taking) : undefined;
  return `can take leadership from controllers, or have nodes taken for dead${names ? ` (only ${list(names)})` : ''}`;
}

export const leasesWrite = risk({
  id: 'leases-write',
  title: 'A subject can write the leases of the control plane or of nodes',
  requests,
  run: (access) => factsOfRequests(access, requests).filter(({ scope }) => systemNamespaces.has(scope)),
  levels: byScope('medium', 'medium', 'high'),
  // A lease that is there is held by its name: to take it takes a change.
  levelsOf: ({ rule }) => (rule && onlyCreates(rule) ? byScope('low', 'low', 'medium') : byScope('medium', 'medium', 'high')),
  statement,
  detail:
    'A lease in kube-system says which scheduler and controller-manager work: whoever holds it stops them. One in kube-node-lease says whether a node lives.',
  remediation: 'Name the lease that the controller elects its leader by, in a Role of its own namespace.',
  references: [docs.leases, attack('T1499')],
});
