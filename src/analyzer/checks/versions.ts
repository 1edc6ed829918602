import { isBefore } from '../../facts/kubernetes.ts';
import type { Access } from '../access/access.ts';

/** True if the cluster is for certain of this Kubernetes version or a later one. */
export function isSince({ snapshot }: Access, version: string): boolean {
  return snapshot.isVersionAssumed !== true && isBefore(snapshot.kubernetesVersion, version) === false;
}

/** True if the cluster is for certain of an earlier Kubernetes version. */
export function isEarlier({ snapshot }: Access, version: string): boolean {
  return snapshot.isVersionAssumed !== true && isBefore(snapshot.kubernetesVersion, version) === true;
}
