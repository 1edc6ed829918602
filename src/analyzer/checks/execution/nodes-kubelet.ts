import type { Check } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

interface Variant {
  id: string;
  resource: string;
  verbs: string;
  level: 'high' | 'medium' | 'low';
  statement: string;
  detail: string;
}

/** What the kubelet serves apart from exec and its kin, by the subresource of nodes that it asks for (kubelet/server/auth.go). */
const variants: readonly Variant[] = [
  {
    id: 'nodes-checkpoint',
    resource: 'nodes/checkpoint',
    verbs: 'create',
    level: 'high',
    statement: 'can dump the memory of running containers',
    detail: 'A checkpoint holds the memory of every process in the container, keys and passwords included, as a file on the node.',
  },
  {
    id: 'nodes-log',
    resource: 'nodes/log',
    verbs: 'get',
    level: 'medium',
    statement: 'can read the log files of nodes',
    detail: 'The kubelet serves all of /var/log, and the journal through node log queries: what applications and the system wrote there.',
  },
  {
    id: 'nodes-pods',
    resource: 'nodes/pods',
    verbs: 'get',
    level: 'low',
    statement: 'can read the specs of all pods on nodes',
    detail:
      'Pod specs come with the environment of their containers, in every namespace, and with them the passwords that are written there.',
  },
  {
    id: 'nodes-configz',
    resource: 'nodes/configz',
    verbs: 'get',
    level: 'low',
    statement: 'can read the configuration of kubelets',
    detail: 'It tells how the kubelet can be reached and what it allows without asking.',
  },
  {
    id: 'nodes-healthz',
    resource: 'nodes/healthz',
    verbs: 'get',
    level: 'low',
    statement: 'can read whether kubelets are well',
    detail: 'It tells which nodes are in trouble, and so where pods are about to be moved.',
  },
  {
    id: 'nodes-stats',
    resource: 'nodes/stats',
    verbs: 'get',
    level: 'low',
    statement: 'can read the statistics of nodes and pods',
    detail: 'They name every pod and container on the node, in every namespace.',
  },
  {
    id: 'nodes-metrics',
    resource: 'nodes/metrics',
    verbs: 'get',
    level: 'low',
    statement: 'can read the metrics of kubelets',
    detail: 'They name every pod and container on the node, in every namespace.',
  },
];

export const nodesKubelet: readonly Check[] = variants.map(({ id, resource, verbs, level, statement, detail }) =>
  risk({
    id,
    page: 'nodes-kubelet',
    title: `A subject ${statement}`,
    requests: requestsFor(verbs, '', resource),
    levels: byScope(level, level),
    statement,
    detail,
    remediation: 'Grant it to the agent that needs it alone, and name the nodes where it does not need all.',
    references: [docs.kubelet, cis('5.1.10'), attack('T1613')],
    impliedBy: ['nodes-proxy'],
  }),
);
