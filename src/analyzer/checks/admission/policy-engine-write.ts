import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** Policy engines whose policies may make and change objects with the engine's own rights. */
const generating: readonly [group: string, ...resources: string[]][] = [
  ['kyverno.io', 'clusterpolicies', 'policies', 'policyexceptions', 'cleanuppolicies', 'clustercleanuppolicies'],
  ['policies.kyverno.io', 'generatingpolicies', 'mutatingpolicies', 'validatingpolicies', 'imagevalidatingpolicies', 'policyexceptions'],
];

/** Those that allow and refuse. */
const refusing: readonly [group: string, ...resources: string[]][] = [
  ['templates.gatekeeper.sh', 'constrainttemplates'],
  ['constraints.gatekeeper.sh', '*'],
  ['config.gatekeeper.sh', 'configs'],
  ['mutations.gatekeeper.sh', 'assign', 'assignimage', 'assignmetadata', 'modifyset'],
  ['security.istio.io', 'authorizationpolicies', 'peerauthentications', 'requestauthentications'],
  ['networking.istio.io', 'envoyfilters'],
];

const verbs = 'create update patch delete deletecollection';
const generatingGroups = new Set(generating.map(([group]) => group));

export const policyEngineWrite = risk({
  id: 'policy-engine-write',
  title: 'A subject can write the policies of a policy engine',
  requests: [...generating, ...refusing].flatMap(([group, ...resources]) => requestsFor(verbs, group, ...resources)),
  levels: byScope('critical', 'high'),
  levelsOf: ({ rule }) =>
    rule?.apiGroups.some((group) => group === '*' || generatingGroups.has(group)) ? byScope('critical', 'high') : byScope('high', 'medium'),
  statement: 'can write the rules of a policy engine',
  detail:
    'The rules that keep privileged pods, foreign images or open traffic out are objects like others: deleting one or adding an exception lifts it. Kyverno policies may besides create and change objects with the rights of Kyverno.',
  remediation: 'Let those write policies who answer for them; give a namespace its exceptions through review, not through RBAC.',
  references: [docs.leastPrivilege, attack('T1562.001')],
});
