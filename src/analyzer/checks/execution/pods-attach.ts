import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { inPods } from './in-pods.ts';
import { streamRequests } from './streams.ts';

const levels = byScope('high', 'medium');

export const podsAttach = risk({
  id: 'pods-attach',
  title: 'A subject can attach to the processes of pods',
  requests: requestsFor('create get', '', 'pods/attach'),
  run: (access) => factsOfRequests(access, streamRequests(access, 'attach')),
  levels,
  levelsOf: inPods(levels),
  statement: 'can attach to the processes of pods',
  detail:
    'Whoever is attached reads what the main process prints and, where it takes input, types into it: into a shell, a database console, a debugger.',
  remediation: 'Take create and get on pods/attach away; pods/log shows what a process prints.',
  references: [docs.leastPrivilege, docs.shell, attack('T1609')],
  impliedBy: ['nodes-proxy', 'pods-exec', 'pods-exec-get-only'],
});
