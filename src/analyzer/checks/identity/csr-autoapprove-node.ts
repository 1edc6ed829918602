import type { Subject } from '../../../model/subject.ts';
import { docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';
import { certificates } from './signers.ts';

const automatic = requestsFor('create', certificates, 'certificatesigningrequests/nodeclient');
const create = requestsFor('create', certificates, 'certificatesigningrequests');

export const csrAutoapproveNode = risk({
  id: 'csr-autoapprove-node',
  title: 'A subject can become any node',
  requests: automatic,
  run: (access) =>
    factsOfParts(access, [
      { requests: automatic, isClusterScoped: true },
      { requests: create, isClusterScoped: true },
    ]).filter(({ subject }) => subject && !isBootstrapper(subject)),
  levels: always('high'),
  statement: 'can become any node, without approval',
  where: '',
  detail:
    'The controller manager approves requests for client certificates of nodes from whoever may create certificatesigningrequests/nodeclient. As a node, the holder reads the Secrets of all pods that run there.',
  remediation: 'Leave it to the group of bootstrap tokens, system:bootstrappers, and let tokens expire.',
  references: [docs.kubeletBootstrap, docs.certificateIssuing],
});

/** Nodes that join are in this group, or in one below it, and this is how they do. */
function isBootstrapper({ kind, name }: Subject): boolean {
  return kind === 'Group' && (name === 'system:bootstrappers' || name.startsWith('system:bootstrappers:'));
}
