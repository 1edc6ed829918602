/** A kind of object that is listed, and how. */
export interface ListedKind {
  kind: string;
  /** The plural name in the API's paths. */
  resource: string;
  group: string;
  /** The versions that may serve it, the first one that does counts. */
  versions: readonly [string, ...string[]];
  namespaced: boolean;
  /** A required list that cannot be read is a gap, any other a limitation. */
  required: boolean;
}

const v1: readonly [string] = ['v1'];
const rbac = { group: 'rbac.authorization.k8s.io', versions: v1, required: true };
const core = { group: '', versions: v1, required: false };
const apps = { group: 'apps', versions: v1, namespaced: true, required: false };
const batch = { group: 'batch', namespaced: true, required: false };

export const roleKinds: readonly ListedKind[] = [
  { ...rbac, kind: 'ClusterRole', resource: 'clusterroles', namespaced: false },
  { ...rbac, kind: 'Role', resource: 'roles', namespaced: true },
];

export const bindingKinds: readonly ListedKind[] = [
  { ...rbac, kind: 'ClusterRoleBinding', resource: 'clusterrolebindings', namespaced: false },
  { ...rbac, kind: 'RoleBinding', resource: 'rolebindings', namespaced: true },
];

/** What every collection reads. docs/rbac/reader.yaml grants the lists of these and of the workloads. */
export const baseKinds: readonly ListedKind[] = [
  ...roleKinds,
  ...bindingKinds,
  { ...core, kind: 'Namespace', resource: 'namespaces', namespaced: false },
  { ...core, kind: 'ServiceAccount', resource: 'serviceaccounts', namespaced: true },
  {
    kind: 'CustomResourceDefinition',
    resource: 'customresourcedefinitions',
    group: 'apiextensions.k8s.io',
    versions: v1,
    namespaced: false,
    required: false,
  },
];

/** Pods and whatever has a pod template. */
export const workloadKinds: readonly ListedKind[] = [
  { ...core, kind: 'Pod', resource: 'pods', namespaced: true },
  { ...core, kind: 'ReplicationController', resource: 'replicationcontrollers', namespaced: true },
  { ...apps, kind: 'DaemonSet', resource: 'daemonsets' },
  { ...apps, kind: 'Deployment', resource: 'deployments' },
  { ...apps, kind: 'ReplicaSet', resource: 'replicasets' },
  { ...apps, kind: 'StatefulSet', resource: 'statefulsets' },
  { ...batch, kind: 'Job', resource: 'jobs', versions: v1 },
  // batch/v1 serves CronJobs since Kubernetes 1.21.
  { ...batch, kind: 'CronJob', resource: 'cronjobs', versions: ['v1', 'v1beta1'] },
];

/** `v1`, `apps/v1`. */
export function apiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path of a list: of all namespaces (or of a kind that knows none), or of one namespace. */
export function listPath(listed: ListedKind, version: string, namespace?: string): string {
  const root = listed.group === '' ? `/api/${version}` : `/apis/${listed.group}/${version}`;
  return namespace === undefined ? `${root}/${listed.resource}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${listed.resource}`;
}

/** As rules and kubectl spell it: `roles.rbac.authorization.k8s.io`, `pods`. */
export function groupResource(listed: ListedKind): string {
  return listed.group === '' ? listed.resource : `${listed.resource}.${listed.group}`;
}
