import type { Levels } from '../check.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { inPods } from './in-pods.ts';

/** What a shell in a running pod is worth: all that the ServiceAccount of the pod may do. */
export const shellLevels: Levels = { ...byScope('critical', 'high'), names: 'medium' };

export const podsExec = risk({
  id: 'pods-exec',
  title: 'A subject can run commands in pods',
  requests: requestsFor('create', '', 'pods/exec'),
  levels: shellLevels,
  levelsOf: inPods(shellLevels),
  statement: 'can run commands in pods',
  detail:
    'A command in a container has the token of its ServiceAccount, its Secrets, its volumes and its network: the holder is every workload that runs there.',
  remediation: 'Take create on pods/exec away; where people must debug, grant it in the namespace, for the time that it takes.',
  references: [docs.leastPrivilege, docs.shell, attack('T1609')],
  impliedBy: ['nodes-proxy'],
});
