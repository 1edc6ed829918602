import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const verbs = 'create update patch delete deletecollection';

export const networkPolicyWrite = risk({
  id: 'networkpolicy-write',
  title: 'A subject can write or delete network policies',
  requests: [
    ...requestsFor(verbs, 'networking.k8s.io', 'networkpolicies'),
    ...requestsFor(verbs, 'policy.networking.k8s.io', 'adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies'),
    ...requestsFor(verbs, 'cilium.io', 'ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'),
    ...requestsFor(verbs, 'crd.projectcalico.org', 'networkpolicies', 'globalnetworkpolicies'),
    ...requestsFor(verbs, 'projectcalico.org', 'networkpolicies', 'globalnetworkpolicies'),
    ...requestsFor(verbs, 'crd.antrea.io', 'networkpolicies', 'clusternetworkpolicies'),
  ],
  levels: byScope('high', 'medium'),
  statement: 'can open the network between pods',
  detail:
    'A pod that no network policy chooses talks to everybody. Who deletes the last one, the default-deny, or adds one that allows all, lifts what kept a captured pod from its neighbours.',
  remediation: 'Give network policies to those who answer for the network of the namespace, apart from the role that deploys.',
  references: [docs.networkPolicies, attack('T1562')],
});
