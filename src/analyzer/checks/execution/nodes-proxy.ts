import type { Levels } from '../check.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const levels: Levels = { ...byScope('critical', 'critical'), names: 'high' };

export const nodesProxy = risk({
  id: 'nodes-proxy',
  title: 'A subject can use the whole API of kubelets',
  // The kubelet makes the verb from the HTTP method (kubelet/server/auth.go), and exec over a WebSocket is a GET.
  requests: requestsFor('get create update patch delete', '', 'nodes/proxy'),
  levels,
  statement: 'can run commands in every pod, through the kubelets of nodes',
  where: '',
  detail:
    'The kubelet runs commands in any pod of its node for whoever has nodes/proxy, with any verb: get is enough, over a WebSocket. Asked at its own port, it leaves no trace in the audit log of the API server, and no admission sees it.',
  remediation:
    'Grant the subresource that is needed instead: nodes/metrics, nodes/stats, nodes/log, nodes/pods, nodes/configz or nodes/healthz.',
  references: [docs.nodesProxy, docs.kubelet, cis('5.1.10'), attack('T1609')],
});
