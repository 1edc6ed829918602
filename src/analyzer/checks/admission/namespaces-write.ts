import type { Access } from '../../access/access.ts';
import { verbMatches } from '../../access/match.ts';
import type { Check, Fact } from '../check.ts';
import { podMakers } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, factsOfRequests, type Part, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { deedsOf, rulesOf } from '../rules.ts';
import { list } from '../wording.ts';

const page = 'namespaces-write';
const relabel = requestsFor('update patch', '', 'namespaces');
const createDelete = requestsFor('create delete', '', 'namespaces');

/** Says so where who may change a namespace may run pods in it too. */
function* withPods(access: Access, requests: Part['requests'], to: (fact: Fact) => 'critical' | 'high'): Generator<Fact> {
  const both = new Map(factsOfParts(access, [{ requests }, { requests: podMakers }]).map((fact) => [fact.holding, fact]));
  for (const fact of factsOfRequests(access, requests)) {
    const together = both.get(fact.holding)?.together;
    yield together
      ? {
          ...fact,
          together,
          circumstances: [{ id: 'runs-pods', to: to(fact), reason: 'the subject may run pods there too, and so reach the node' }],
        }
      : fact;
  }
}

/** Who may write the Namespace objects that Pod Security, network policies and webhooks go by. */
export const namespacesWrite: readonly Check[] = [
  risk({
    id: 'namespace-label-write',
    page,
    title: 'A subject can change the labels of namespaces',
    requests: relabel,
    run: (access) => withPods(access, relabel, ({ scope }) => (scope === '*' ? 'critical' : 'high')),
    levels: byScope('high', 'medium'),
    statement: 'can change namespaces, and with them what Pod Security and network policies allow',
    detail:
      'The Pod Security level is a label of the namespace, and network policies and webhooks choose namespaces by label: one patch lets privileged pods in, or opens the traffic from elsewhere.',
    remediation: 'Take update and patch on namespaces away; what must be set on them is set by those who create them.',
    references: [docs.namespaceModification, attack('T1562')],
  }),
  risk({
    id: 'namespaces-create-delete',
    page,
    title: 'A subject can create or delete namespaces',
    requests: createDelete,
    run: (access) => withPods(access, createDelete, () => 'high'),
    levels: byScope('high', 'medium', 'high'),
    levelsOf: ({ rule }) => (rule && verbMatches(rule, 'delete') ? byScope('high', 'medium', 'high') : byScope('medium', 'medium')),
    statement: ({ because }) => `can ${list(deedsOf(rulesOf(because)).filter((deed) => deed !== 'change'))} namespaces`,
    detail: 'A new namespace has no Pod Security level, no quota and no network policy. Deleting one deletes everything in it.',
    remediation: 'Let a tool that sets labels, quotas and policies create namespaces; take delete away from everybody else.',
    references: [docs.namespaceModification, attack('T1485')],
  }),
  risk({
    id: 'namespaces-finalize',
    page,
    title: 'A subject can finalize namespaces',
    requests: requestsFor('update', '', 'namespaces/finalize'),
    levels: byScope('medium', 'low'),
    statement: 'can end the clean-up of namespaces',
    detail:
      'Without their finalizers namespaces vanish before what they hold is cleaned up: volumes and cloud resources stay behind, and nobody owns them.',
    remediation: 'Leave it to the namespace controller.',
    references: [docs.namespaceModification, attack('T1485')],
  }),
];
