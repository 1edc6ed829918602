import { groupMatches, resourceMatches } from '../../access/match.ts';
import { attack, cis, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const group = 'admissionregistration.k8s.io';
const verbs = 'create update patch delete deletecollection';
const mutating = ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'];
const validating = byScope('high', 'high');

export const admissionPolicyWrite = risk({
  id: 'admissionpolicy-write',
  title: 'A subject can write admission policies',
  requests: requestsFor(verbs, group, ...mutating, 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'),
  levels: byScope('critical', 'critical'),
  // Mutating policies rewrite objects, as mutating webhooks do.
  levelsOf: ({ rule }) =>
    rule && groupMatches(rule, group) && !mutating.some((resource) => resourceMatches(rule, resource, ''))
      ? validating
      : byScope('critical', 'critical'),
  statement: 'can write admission policies',
  where: '',
  detail:
    'Admission policies decide what may be written to the API server: deleting one, or a binding of it, lifts the rule. A mutating policy may besides change every object on its way in.',
  remediation: 'Leave admission policies to those who may have the cluster.',
  references: [docs.admissionPolicies, cis('5.1.12'), attack('T1562.001')],
});
