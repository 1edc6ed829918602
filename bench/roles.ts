import type { PolicyRule, RoleObject } from './objects.ts';
import type { Random, Weighted } from './random.ts';

/** A ClusterRole as operators and add-ons bring them: up to dozens of rules, half of them on resources of its own API group. */
export function clusterRole(random: Random, name: string): RoleObject {
  const rules = Array.from({ length: random.weighted(rulesOfClusterRole) }, () =>
    random.chance(0.01) ? urlRule(random) : resourceRule(random, name, clusterWide),
  );
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

/** A Role as applications bring them: few rules, mostly on core resources, often by name. */
export function role(random: Random, namespace: string, name: string): RoleObject {
  const rules = Array.from({ length: random.weighted(rulesOfRole) }, () => resourceRule(random, name, namespaced));
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace }, rules };
}

interface RuleShares {
  group: Weighted<'core' | 'served' | 'custom' | '*'>;
  everyResource: number;
  resourceNames: number;
}

const clusterWide: RuleShares = {
  group: [
    ['core', 25],
    ['served', 26],
    ['custom', 48],
    ['*', 1],
  ],
  everyResource: 0.03,
  resourceNames: 0.03,
};
const namespaced: RuleShares = {
  group: [
    ['core', 49],
    ['served', 29],
    ['custom', 21],
    ['*', 1],
  ],
  everyResource: 0.005,
  resourceNames: 0.16,
};

function resourceRule(random: Random, roleName: string, shares: RuleShares): PolicyRule {
  const { group, resources } = resourcesOfOneGroup(random, roleName, random.weighted(shares.group));
  const rule: PolicyRule = {
    verbs: [...random.weighted(verbs)],
    apiGroups: [group],
    resources: random.chance(shares.everyResource) ? ['*'] : resources,
  };
  if (random.chance(shares.resourceNames)) {
    rule.resourceNames = Array.from({ length: 1 + random.below(3) }, (_, i) => `${roleName}-${i}`);
  }
  return rule;
}

function resourcesOfOneGroup(random: Random, roleName: string, kind: 'core' | 'served' | 'custom' | '*') {
  const several = (pick: () => string): string[] => [...new Set(Array.from({ length: random.weighted(resourcesOfRule) }, pick))];
  switch (kind) {
    case 'core':
      return { group: '', resources: several(() => random.weighted(coreResources)) };
    case '*':
      return { group: '*', resources: several(() => random.weighted(coreResources)) };
    case 'custom':
      return { group: `${roleName}.example.com`, resources: several(() => random.pick(customResources)) };
    case 'served': {
      const [group, resources] = random.pick(servedGroups);
      return { group, resources: several(() => random.pick(resources)) };
    }
  }
}

function urlRule(random: Random): PolicyRule {
  return { verbs: ['get'], nonResourceURLs: [random.pick(['/metrics', '/metrics/cadvisor', '/healthz/*', '*'])] };
}

// The weights are measured on a cluster that holds the RBAC of 82 public projects; longer lists are gathered into a few lengths.

const rulesOfClusterRole: Weighted<number> = [
  [1, 31],
  [2, 25],
  [3, 6],
  [4, 5],
  [5, 4],
  [6, 4],
  [8, 8],
  [10, 7],
  [14, 5],
  [22, 4],
  [50, 1],
];

const rulesOfRole: Weighted<number> = [
  [1, 36],
  [2, 30],
  [3, 12],
  [4, 10],
  [5, 6],
  [7, 3],
  [10, 3],
];

const resourcesOfRule: Weighted<number> = [
  [1, 73],
  [2, 13],
  [3, 5],
  [4, 4],
  [6, 3],
  [9, 2],
];

const verbs: Weighted<readonly string[]> = [
  [['get', 'list', 'watch'], 30],
  [['get'], 10],
  [['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'], 12],
  [['create'], 6],
  [['update'], 5],
  [['get', 'list'], 5],
  [['create', 'delete', 'deletecollection', 'patch', 'update'], 3],
  [['list', 'watch'], 3],
  [['get', 'patch', 'update'], 3],
  [['create', 'patch'], 3],
  [['patch'], 2],
  [['*'], 2],
];

const coreResources: Weighted<string> = [
  ['events', 18],
  ['pods', 17],
  ['services', 14],
  ['configmaps', 14],
  ['nodes', 14],
  ['secrets', 12],
  ['namespaces', 10],
  ['persistentvolumeclaims', 8],
  ['endpoints', 7],
  ['serviceaccounts', 6],
  ['persistentvolumes', 4],
  ['services/status', 3],
  ['pods/log', 3],
  ['pods/status', 2],
  ['pods/exec', 1],
  ['serviceaccounts/token', 1],
];

const servedGroups: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ['apps', ['deployments', 'daemonsets', 'replicasets', 'statefulsets', 'deployments/scale', 'deployments/status']],
  ['batch', ['jobs', 'cronjobs', 'jobs/status']],
  ['networking.k8s.io', ['ingresses', 'networkpolicies', 'ingresses/status']],
  ['coordination.k8s.io', ['leases']],
  ['storage.k8s.io', ['storageclasses', 'csinodes', 'volumeattachments']],
  ['rbac.authorization.k8s.io', ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']],
  ['apiextensions.k8s.io', ['customresourcedefinitions']],
  ['admissionregistration.k8s.io', ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations']],
  ['authorization.k8s.io', ['subjectaccessreviews']],
  ['authentication.k8s.io', ['tokenreviews']],
  ['policy', ['poddisruptionbudgets']],
  ['autoscaling', ['horizontalpodautoscalers']],
];

const customResources = [
  'orders',
  'orders/status',
  'schedules',
  'schedules/status',
  'databases',
  'databases/finalizers',
  'backups',
  'tenants',
];
