import { findResource } from '../../../facts/served.ts';
import type { Access, ResourcePattern } from '../../access/access.ts';
import type { Check } from '../check.ts';
import { factsOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { grantsOfRequests, requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';

const verbs = 'update patch';
const ofKubernetes = [
  ...requestsFor(verbs, '', 'replicationcontrollers/scale'),
  ...requestsFor(verbs, 'apps', 'deployments/scale', 'replicasets/scale', 'statefulsets/scale'),
  ...requestsFor(verbs, 'extensions', 'deployments/scale', 'replicasets/scale'),
];
const builtin = new Set(ofKubernetes.map(({ group, resource }) => `${group}\u0000${resource}`));

/** Scaling custom resources: those that say they scale, and of those whose definition is not there what rules name. */
function ofCustomResources({ snapshot: { discovery }, rules }: Access): ResourcePattern[] {
  const defined = discovery.resources
    .filter(({ group, resource }) => !builtin.has(`${group}\u0000${resource}`))
    .filter(({ subresources }) => subresources.some(({ name }) => name === 'scale'));
  const named = discovery.complete ? [] : rules.flatMap(({ rule: { apiGroups, resources } }) => customScales(apiGroups, resources));
  const unknown = named.filter(({ group, resource }) => findResource(discovery, group, resource) === undefined);
  const all = new Map([...defined, ...unknown].map(({ group, resource }) => [`${group}\u0000${resource}`, { group, resource }]));
  return [...all.values()].flatMap(({ group, resource }) => requestsFor(verbs, group, `${resource}/scale`));
}

/** The groups of custom resources are domain names; those under k8s.io are Kubernetes' own and known. */
function customScales(apiGroups: readonly string[], resources: readonly string[]): { group: string; resource: string }[] {
  const scaled = resources.flatMap((resource) => (/^[^*/]+\/scale$/.test(resource) ? [resource.slice(0, -'/scale'.length)] : []));
  if (scaled.length === 0) return [];
  const groups = apiGroups.filter((group) => group.includes('.') && !group.endsWith('.k8s.io'));
  return groups.flatMap((group) => scaled.map((resource) => ({ group, resource })));
}

export const workloadScale: Check = {
  ...risk({
    id: 'workload-scale',
    title: 'A subject can scale workloads',
    requests: ofKubernetes,
    levels: byScope('medium', 'low'),
    statement: 'can scale workloads',
    detail: 'At no replicas a service is gone, be it the shop or the agent that watches for attacks; at very many the nodes are full.',
    remediation: 'Name the workloads with resourceNames: requests to scale carry their name.',
    references: [docs.scaling, attack('T1496'), attack('T1499')],
    impliedBy: ['deployments-write', 'statefulsets-write', 'replicasets-write', 'replicationcontrollers-write', 'workload-crd-write'],
  }),
  run: (access) => factsOf(grantsOfRequests(access, [...ofKubernetes, ...ofCustomResources(access)])),
};
