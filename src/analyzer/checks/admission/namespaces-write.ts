import type { Access, ResourcePattern } from '../../access/access.ts';
import { verbMatches } from '../../access/match.ts';
import type { Check, Circumstance, Fact, Levels } from '../check.ts';
import { deedsBy, factsOfWriting } from '../creation.ts';
import { joinFacts } from '../grants.ts';
import { grantsOfPods } from '../pod-makers.ts';
import { attack, docs } from '../references.ts';
import { factsOfParts, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { list } from '../wording.ts';

const page = 'namespaces-write';
const relabel = requestsFor('update patch', '', 'namespaces');
const createDelete = requestsFor('create delete', '', 'namespaces');

const relabelLevels = byScope('high', 'medium');
const deleteLevels = byScope('high', 'medium');
const finalizeLevels = byScope('medium', 'low');

type RunsPods = Pick<Circumstance, 'to' | 'inSensitive'>;

/** Says so where who may change a namespace, by themselves or through a group, may run pods in it too. */
function withPods(access: Access, requests: readonly ResourcePattern[], worth: (fact: Fact) => RunsPods): Fact[] {
  const reason = 'the subject may run pods there too, and so reach the node';
  const both = factsOfParts(access, [{ requests }, { grants: grantsOfPods(access) }]);
  const withReason = (fact: Fact): Fact => ({ ...fact, circumstances: [{ id: 'runs-pods', ...worth(fact), reason }] });
  const beside = new Map(both.map(({ holding, together = [] }) => [holding, together]));
  const alone = factsOfWriting(access, requests).map((fact) => {
    const together = beside.get(fact.holding);
    return together ? withReason({ ...fact, together }) : fact;
  });
  const said = Map.groupBy(alone, ({ subject }) => subject);
  // Who may by themselves is told so already.
  const joined = both.filter(({ subject, scope }) => !said.get(subject)?.some((fact) => fact.scope === '*' || fact.scope === scope));
  return joinFacts(alone, joined.map(withReason));
}

/** A Role or RoleBinding that names its own namespace is not limited by that: there is no other that it could be about. */
function ownName(levels: Levels, { scope }: Fact): Levels {
  return scope === '*' ? levels : { ...levels, names: 'critical' };
}

/** Who may write the Namespace objects that Pod Security, network policies and webhooks go by. */
export const namespacesWrite: readonly Check[] = [
  risk({
    id: 'namespace-label-write',
    page,
    title: 'A subject can change the labels of namespaces',
    requests: relabel,
    run: (access) => withPods(access, relabel, ({ scope }) => ({ to: scope === '*' ? 'critical' : 'high', inSensitive: 'critical' })),
    levels: relabelLevels,
    levelsOf: (_link, _access, fact) => ownName(relabelLevels, fact),
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
    run: (access) => withPods(access, createDelete, () => ({ to: 'high' })),
    levels: deleteLevels,
    levelsOf: ({ rule }, _access, fact) =>
      rule && verbMatches(rule, 'delete') ? ownName(deleteLevels, fact) : byScope('medium', 'medium'),
    statement: (fact) => `can ${list(deedsBy(fact.because, fact).filter((deed) => deed !== 'change'))} namespaces`,
    detail: 'A new namespace has no Pod Security level, no quota and no network policy. Deleting one deletes everything in it.',
    remediation: 'Let a tool that sets labels, quotas and policies create namespaces; take delete away from everybody else.',
    references: [docs.namespaceModification, attack('T1485')],
  }),
  risk({
    id: 'namespaces-finalize',
    page,
    title: 'A subject can finalize namespaces',
    requests: requestsFor('update', '', 'namespaces/finalize'),
    levels: finalizeLevels,
    levelsOf: (_link, _access, fact) => ownName(finalizeLevels, fact),
    statement: 'can end the clean-up of namespaces',
    detail:
      'Without their finalizers namespaces vanish before what they hold is cleaned up: volumes and cloud resources stay behind, and nobody owns them.',
    remediation: 'Leave it to the namespace controller.',
    references: [docs.namespaceModification, attack('T1485')],
  }),
];
