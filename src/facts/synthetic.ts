/**
 * What RBAC is asked about though no discovery lists it: a resource that exists for authorization only, or verbs and
 * subresources of a resource that is served. A subresource named `*` stands for any.
 */
export interface SyntheticResource {
  group: string;
  resource: string;
  namespaced: boolean;
  verbs: readonly string[];
  subresources: readonly { name: string; verbs: readonly string[] }[];
}

/** Identity checks of constrained impersonation; the action checks are `impersonate-on:<mode>:<verb>` on any resource. */
const userModes = ['impersonate:user-info'];
const serviceAccountModes = ['impersonate:serviceaccount'];
const nodeModes = ['impersonate:arbitrary-node', 'impersonate:associated-node'];

/** The kubelet derives the verb from the HTTP method (kubelet/server/auth.go), so each of these may be asked for. */
const kubeletVerbs = ['create', 'delete', 'get', 'patch', 'update'];
const kubeletSubresources = ['checkpoint', 'configz', 'healthz', 'log', 'metrics', 'pods', 'proxy', 'spec', 'stats', 'statusz'];

const readVerbs = ['get', 'list', 'watch'];
const driverVerbs = ['arbitrary-node:patch', 'arbitrary-node:update', 'associated-node:patch', 'associated-node:update'];

/** Sorted by group and resource. */
export const syntheticResources: readonly SyntheticResource[] = [
  synthetic('', 'groups', false, ['impersonate']),
  synthetic('', 'nodes', false, [], named(kubeletSubresources, kubeletVerbs)),
  synthetic('', 'serviceaccounts', true, ['impersonate']),
  synthetic('', 'users', false, ['impersonate']),
  synthetic('authentication.k8s.io', 'groups', false, userModes),
  synthetic('authentication.k8s.io', 'nodes', false, nodeModes),
  synthetic('authentication.k8s.io', 'serviceaccounts', true, serviceAccountModes),
  synthetic('authentication.k8s.io', 'uids', false, ['impersonate', ...userModes]),
  synthetic('authentication.k8s.io', 'userextras', false, [], named(['*'], ['impersonate', ...userModes])),
  synthetic('authentication.k8s.io', 'users', false, userModes),
  synthetic(
    'certificates.k8s.io',
    'certificatesigningrequests',
    false,
    [],
    named(['nodeclient', 'selfnodeclient', 'selfnodeserver'], ['create']),
  ),
  synthetic('certificates.k8s.io', 'signers', false, ['approve', 'attest', 'sign']),
  synthetic('metrics.k8s.io', 'nodes', false, readVerbs),
  synthetic('metrics.k8s.io', 'pods', true, readVerbs),
  synthetic('policy', 'podsecuritypolicies', false, ['use']),
  synthetic('rbac.authorization.k8s.io', 'clusterroles', false, ['bind', 'escalate']),
  synthetic('rbac.authorization.k8s.io', 'roles', true, ['bind', 'escalate']),
  synthetic(
    'resource.k8s.io',
    'resourceclaims',
    true,
    [],
    [
      { name: 'binding', verbs: ['patch', 'update'] },
      { name: 'driver', verbs: driverVerbs },
    ],
  ),
  synthetic('security.openshift.io', 'securitycontextconstraints', false, ['use']),
];

/** Groups of aggregated APIs whose resources are whatever metrics someone exports: no name in them is unknown. */
export const metricGroups: readonly string[] = ['custom.metrics.k8s.io', 'external.metrics.k8s.io'];

/** The verb that NodeRestriction asks for a token's audience: the resource is the audience itself, in the core group. */
export const audienceVerb = 'request-serviceaccounts-token-audience';

function synthetic(
  group: string,
  resource: string,
  namespaced: boolean,
  verbs: readonly string[],
  subresources: SyntheticResource['subresources'] = [],
): SyntheticResource {
  return { group, resource, namespaced, verbs, subresources };
}

function named(names: readonly string[], verbs: readonly string[]): SyntheticResource['subresources'] {
  return names.map((name) => ({ name, verbs }));
}
