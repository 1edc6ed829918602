import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { nothing } from '../severity.ts';
import { inPods } from './in-pods.ts';
import { shellLevels } from './pods-exec.ts';
import { factsOfGetAlone, getOpensStreams } from './streams.ts';

const named = inPods(shellLevels);

export const podsExecGetOnly = risk({
  id: 'pods-exec-get-only',
  title: 'A subject has get on pods/exec, which runs commands before Kubernetes 1.35',
  requests: requestsFor('get', '', 'pods/exec'),
  run: (access) => factsOfGetAlone(access, 'exec').map((fact) => ({ ...fact, notes: getOpensStreams(access) ? [] : ['inert'] })),
  levels: shellLevels,
  levelsOf: (link, access, fact) => (fact.notes?.includes('inert') ? nothing : named(link, access, fact)),
  statement: ({ notes }) => (notes?.includes('inert') ? 'can get pods/exec, without effect' : 'can run commands in pods with get alone'),
  detail: ({ notes }) =>
    notes?.includes('inert')
      ? 'From Kubernetes 1.35 on a WebSocket needs create on pods/exec too, so get alone opens nothing. It looks like reading, and would be exec on an older API server.'
      : 'It looks like reading, but a WebSocket is opened by GET: before Kubernetes 1.35, get on pods/exec is all that it takes to run commands.',
  remediation: 'Take get on pods/exec away; nothing can be read by it.',
  references: [docs.leastPrivilege, docs.shell, attack('T1609')],
  impliedBy: ['nodes-proxy'],
});
