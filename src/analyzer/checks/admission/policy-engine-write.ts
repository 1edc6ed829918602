import type { Grant } from '../../../model/grant.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

/** Policy engines whose policies may make and change objects with the engine's own rights. */
const generating: readonly [group: string, ...resources: string[]][] = [
  ['kyverno.io', 'clusterpolicies', 'policies', 'policyexceptions', 'cleanuppolicies', 'clustercleanuppolicies'],
  [
    'policies.kyverno.io',
    'generatingpolicies',
    'mutatingpolicies',
    'validatingpolicies',
    'imagevalidatingpolicies',
    'deletingpolicies',
    'namespacedvalidatingpolicies',
    'namespacedmutatingpolicies',
    'namespacedgeneratingpolicies',
    'namespaceddeletingpolicies',
    'namespacedimagevalidatingpolicies',
    'policyexceptions',
  ],
];

/** Those that allow and refuse. */
const refusing: readonly [group: string, ...resources: string[]][] = [
  ['templates.gatekeeper.sh', 'constrainttemplates'],
  ['config.gatekeeper.sh', 'configs'],
  ['mutations.gatekeeper.sh', 'assign', 'assignimage', 'assignmetadata', 'modifyset'],
  ['security.istio.io', 'authorizationpolicies', 'peerauthentications', 'requestauthentications'],
  ['networking.istio.io', 'envoyfilters'],
];

const verbs = 'create update patch delete deletecollection';
const requests = [...generating, ...refusing].flatMap(([group, ...resources]) => requestsFor(verbs, group, ...resources));

/** Each constraint template makes a kind of its own, so that any resource of the group may be one. */
const constraints = 'constraints.gatekeeper.sh';

function grantsOfConstraints(access: Access): Grant[] {
  const isWanted = ({ apiGroups, resources }: Rule) =>
    apiGroups.includes(constraints) || (apiGroups.includes('*') && resources.includes('*'));
  const kinds = grantsOfRules(access, isWanted).flatMap(({ rule }) => rule.resources.filter((resource) => !resource.includes('/')));
  const grants = [...new Set(kinds)].flatMap((kind) => grantsOfRequests(access, requestsFor(verbs, constraints, kind)));
  return grants.filter(({ rule }) => isWanted(rule));
}

const generatingGroups = new Set(generating.map(([group]) => group));

export const policyEngineWrite = risk({
  id: 'policy-engine-write',
  title: 'A subject can write the policies of a policy engine',
  requests,
  run: (access) => factsOf([...grantsOfRequests(access, requests), ...grantsOfConstraints(access)]),
  levels: byScope('critical', 'high'),
  levelsOf: ({ rule }) =>
    rule?.apiGroups.some((group) => group === '*' || generatingGroups.has(group)) ? byScope('critical', 'high') : byScope('high', 'medium'),
  statement: 'can write the rules of a policy engine',
  detail:
    'The rules that keep privileged pods, foreign images or open traffic out are objects like others: deleting one or adding an exception lifts it. Kyverno policies may besides create and change objects with the rights of Kyverno.',
  remediation: 'Let those write policies who answer for them; give a namespace its exceptions through review, not through RBAC.',
  references: [docs.leastPrivilege, attack('T1562.001')],
});
