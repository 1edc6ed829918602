import type { Rule } from '../model/rule.ts';
import { builtinVersions, defaultRoles } from './kubernetes.ts';

/** What Kubernetes gives to all who are logged in, or to all ServiceAccounts. */
const publicRoles = ['system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery'];

/** Cluster-scoped types that describe the cluster and hold no secrets, by group. */
const descriptive: readonly [group: string, resources: readonly string[]][] = [
  ['', ['namespaces', 'nodes']],
  ['apiextensions.k8s.io', ['customresourcedefinitions']],
  ['networking.k8s.io', ['ingressclasses']],
  ['node.k8s.io', ['runtimeclasses']],
  ['scheduling.k8s.io', ['priorityclasses']],
  ['storage.k8s.io', ['csidrivers', 'storageclasses']],
];

/**
 * The rights that anyone may hold in the whole cluster without a finding: those of the public default roles of all known
 * versions, and reading what describes the cluster. `index` counts through the list.
 */
export function harmlessRules(): readonly Rule[] {
  const rules = builtinVersions
    .flatMap((version) => defaultRoles(version))
    .filter((role) => role.kind === 'ClusterRole' && publicRoles.includes(role.name))
    .flatMap((role) => role.rules);
  const reading = descriptive.map(([group, resources]) => ({
    verbs: ['get', 'list', 'watch'],
    apiGroups: [group],
    resources,
    resourceNames: [],
    nonResourceURLs: [],
  }));
  return [...rules, ...reading].map((rule, index) => ({ ...rule, index }));
}
