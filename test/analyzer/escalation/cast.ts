import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../snapshot.ts';
import { may } from './chains.ts';

/** The role that may do everything, for clusters in which nothing of Kubernetes' own is. */
export const admin: KubernetesObject = clusterRole('cluster-admin', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] });

/** The shop's till may do everything. */
export const till: KubernetesObject = clusterRoleBinding('till', 'ClusterRole/cluster-admin', 'sa:shop/till');

/** Rights of User ines in one namespace, by a Role and a RoleBinding of the name given. */
export function rightsIn(namespace: string, name: string, ...rights: string[]): KubernetesObject[] {
  return [role(namespace, name, ...rights.map(may)), roleBinding(namespace, name, `Role/${name}`, 'user:ines')];
}

/** Rights of User ines in the whole cluster, by a ClusterRole and a ClusterRoleBinding of the name given. */
export function rightsEverywhere(name: string, ...rights: string[]): KubernetesObject[] {
  return [clusterRole(name, ...rights.map(may)), clusterRoleBinding(name, `ClusterRole/${name}`, 'user:ines')];
}
