import { deedsBy } from '../creation.ts';
import { docs } from '../references.ts';
import { requestsFor, writeAndDeleteVerbs } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';
import { list } from '../wording.ts';

export const nodesWrite = risk({
  id: 'nodes-write',
  title: 'A subject can create, change or delete nodes',
  requests: requestsFor(writeAndDeleteVerbs, '', 'nodes'),
  countsApply: true,
  levels: always('high'),
  levelsOf: (link, _access, fact) => always(deedsBy([link], fact).join() === 'change' ? 'medium' : 'high'),
  statement: (fact) => `can ${list(deedsBy(fact.because, fact))} nodes`,
  where: '',
  detail:
    'Labels and taints decide where pods run: a powerful one can be steered to a node that is already captured. A node that is deleted loses its pods, and one that is made up has the API server connect to an address of the attacker.',
  remediation:
    'Leave nodes to the kubelets and the controllers of the cloud provider; give an agent that labels its own node patch on that node, by name.',
  references: [docs.nodes, docs.taints, docs.leastPrivilege],
});
