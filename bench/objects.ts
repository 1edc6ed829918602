/** Kubernetes objects as an API server or a dump holds them: plain JSON, nothing normalised. */

export interface ObjectMeta {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
}

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

export interface RoleObject {
  apiVersion: 'rbac.authorization.k8s.io/v1';
  kind: 'Role' | 'ClusterRole';
  metadata: ObjectMeta;
  rules?: PolicyRule[] | null;
  aggregationRule?: { clusterRoleSelectors: { matchLabels: Record<string, string> }[] };
}

export interface SubjectObject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  apiGroup?: string;
  namespace?: string;
  name: string;
}

export interface BindingObject {
  apiVersion: 'rbac.authorization.k8s.io/v1';
  kind: 'RoleBinding' | 'ClusterRoleBinding';
  metadata: ObjectMeta;
  subjects?: SubjectObject[];
  roleRef: { apiGroup: string; kind: string; name: string };
}

export interface CoreObject {
  apiVersion: 'v1';
  kind: 'Namespace' | 'ServiceAccount';
  metadata: ObjectMeta;
}

export type KubernetesObject = RoleObject | BindingObject | CoreObject;

/** A v1 List, as `kubectl get -o json` prints it. */
export interface ObjectList {
  apiVersion: 'v1';
  kind: 'List';
  items: KubernetesObject[];
}

/** True for RoleBindings and ClusterRoleBindings. */
export function isBinding(object: KubernetesObject): object is BindingObject {
  return object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding';
}

/** True for Roles and ClusterRoles. */
export function isRole(object: KubernetesObject): object is RoleObject {
  return object.kind === 'Role' || object.kind === 'ClusterRole';
}
