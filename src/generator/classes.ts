/** What a rule lets its holder do: look, change, or something that reaches further than the object it names. */
export const ruleClasses = ['read', 'write', 'privileged'] as const;
export type RuleClass = (typeof ruleClasses)[number];

/** Why a permission is privileged. */
export type PrivilegedArea = 'every verb' | 'secrets' | 'nodes' | 'exec' | 'identity' | 'delegation' | 'policy';

export type Classification = { class: 'read' | 'write' } | { class: 'privileged'; area: PrivilegedArea };

const read: Classification = { class: 'read' };
const write: Classification = { class: 'write' };
const readVerbs = new Set(['get', 'list', 'watch']);
const readMethods = new Set(['get', 'head', 'options']);

/** Verbs that RBAC asks for apart from the API's own, wherever they stand. `proxy` is the verb of the removed /proxy paths. */
const privilegedVerbs = new Map<string, PrivilegedArea>([
  ['proxy', 'exec'],
  ['impersonate', 'identity'],
  ['request-serviceaccounts-token-audience', 'identity'],
  ['approve', 'identity'],
  ['sign', 'identity'],
  ['attest', 'identity'],
  ['bind', 'delegation'],
  ['escalate', 'delegation'],
  ['use', 'policy'],
]);

interface PrivilegedResources {
  area: PrivilegedArea;
  verbs: 'all' | 'reads' | 'writes';
  groups: readonly string[];
  /** As rules spell them; `*` for all of the group. */
  resources: readonly string[];
}

const privilegedResources: readonly PrivilegedResources[] = [
  { area: 'secrets', verbs: 'all', groups: [''], resources: ['secrets'] },
  { area: 'nodes', verbs: 'reads', groups: [''], resources: ['nodes/log'] },
  {
    area: 'exec',
    verbs: 'all',
    groups: [''],
    resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy', 'nodes/proxy', 'nodes/checkpoint'],
  },
  { area: 'exec', verbs: 'writes', groups: [''], resources: ['pods/ephemeralcontainers'] },
  { area: 'identity', verbs: 'writes', groups: [''], resources: ['serviceaccounts/token'] },
  {
    area: 'identity',
    verbs: 'writes',
    groups: ['certificates.k8s.io'],
    resources: [
      'certificatesigningrequests',
      'certificatesigningrequests/approval',
      'certificatesigningrequests/status',
      'certificatesigningrequests/nodeclient',
      'certificatesigningrequests/selfnodeclient',
      'certificatesigningrequests/selfnodeserver',
    ],
  },
  {
    area: 'delegation',
    verbs: 'writes',
    groups: ['rbac.authorization.k8s.io', 'authorization.openshift.io'],
    resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
  },
  { area: 'policy', verbs: 'writes', groups: [''], resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'] },
  {
    area: 'policy',
    verbs: 'writes',
    groups: ['admissionregistration.k8s.io'],
    resources: [
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicies/status',
      'validatingadmissionpolicybindings',
      'validatingwebhookconfigurations',
    ],
  },
  { area: 'policy', verbs: 'writes', groups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'] },
  { area: 'policy', verbs: 'writes', groups: ['apiregistration.k8s.io'], resources: ['apiservices'] },
  {
    area: 'policy',
    verbs: 'writes',
    groups: ['networking.k8s.io', 'extensions'],
    resources: ['networkpolicies', 'networkpolicies/status'],
  },
  { area: 'policy', verbs: 'writes', groups: ['policy', 'extensions'], resources: ['podsecuritypolicies'] },
  { area: 'policy', verbs: 'writes', groups: ['scheduling.k8s.io'], resources: ['priorityclasses'] },
  { area: 'policy', verbs: 'writes', groups: ['node.k8s.io'], resources: ['runtimeclasses'] },
  { area: 'policy', verbs: 'writes', groups: ['security.openshift.io'], resources: ['securitycontextconstraints'] },
  {
    area: 'policy',
    verbs: 'writes',
    groups: ['policy.networking.k8s.io'],
    resources: ['adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies'],
  },
  { area: 'policy', verbs: 'writes', groups: ['cilium.io'], resources: ['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'] },
  {
    area: 'policy',
    verbs: 'writes',
    groups: ['crd.projectcalico.org', 'projectcalico.org'],
    resources: ['networkpolicies', 'globalnetworkpolicies'],
  },
  {
    area: 'policy',
    verbs: 'writes',
    groups: [
      'kyverno.io',
      'policies.kyverno.io',
      'config.gatekeeper.sh',
      'constraints.gatekeeper.sh',
      'mutations.gatekeeper.sh',
      'templates.gatekeeper.sh',
    ],
    resources: ['*'],
  },
];

/** Creates that store nothing: the API's way to ask a question that has a body. */
const questions = new Map([
  [
    'authorization.k8s.io',
    new Set(['localsubjectaccessreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews']),
  ],
  ['authentication.k8s.io', new Set(['selfsubjectreviews', 'tokenreviews'])],
]);

/**
 * The class of one (verb, group, resource) of a rule, spelled as in the rule: `pods/log`, `*`, `*` + `/scale`.
 * A wildcard is privileged as soon as it covers something privileged. Verbs that nobody knows count as writes.
 */
export function classOfResource(verb: string, group: string, resource: string): Classification {
  const area = verb === '*' ? 'every verb' : (areaOfVerb(verb) ?? areaOfResource(verb, group, resource));
  if (area !== undefined) return { class: 'privileged', area };
  if (readVerbs.has(verb)) return read;
  return verb === 'create' && questions.get(group)?.has(resource) ? read : write;
}

/** The class of one verb on a path that is no API object. */
export function classOfPath(verb: string): Classification {
  if (verb === '*') return { class: 'privileged', area: 'every verb' };
  return readMethods.has(verb) ? read : write;
}

function areaOfVerb(verb: string): PrivilegedArea | undefined {
  return verb.startsWith('impersonate:') || verb.startsWith('impersonate-on:') ? 'identity' : privilegedVerbs.get(verb);
}

function areaOfResource(verb: string, group: string, resource: string): PrivilegedArea | undefined {
  const verbs = readVerbs.has(verb) ? 'reads' : 'writes';
  return privilegedResources.find(
    (entry) =>
      (entry.verbs === 'all' || entry.verbs === verbs) &&
      (entry.groups.includes(group)
        ? entry.resources.some((privileged) => privileged === '*' || overlaps(resource, privileged))
        : group === '*' && entry.resources.some((privileged) => overlaps(resource, privileged))),
  )?.area;
}

/** True if some resource is covered by both, each spelled as in a rule. */
function overlaps(resource: string, privileged: string): boolean {
  return resource === '*' || resource === privileged || (resource.startsWith('*/') && privileged.endsWith(resource.slice(1)));
}
