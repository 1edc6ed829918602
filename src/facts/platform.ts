import type { Snapshot } from '../model/snapshot.ts';
import { globMatcher } from './pattern.ts';

/** The platforms whose own grants are known (data/platforms). */
export const platforms = ['eks', 'gke', 'aks', 'openshift', 'kubeadm'] as const;
export type Platform = (typeof platforms)[number];

/** True where logging in takes no more than an account that anybody in the world can make: on GKE, a Google account. */
export function anyoneCanLogIn(platform: Platform | undefined): boolean {
  return platform === 'gke';
}

/**
 * False where kube-system plainly holds no ConfigMap `aws-auth`, in which EKS reads who is in which group. `named` is the platform
 * that the user named. EKS shows in its version and in bindings of its own; where the API server told all that it serves, it
 * told its version too.
 */
export function mayHaveAwsAuth(snapshot: Pick<Snapshot, 'bindings' | 'discovery' | 'kubernetesVersion'>, named?: Platform): boolean {
  const platform = named ?? likelyPlatform(snapshot)?.platform;
  if (platform !== undefined) return platform === 'eks';
  return !snapshot.discovery.complete && !/[-+]/.test(snapshot.kubernetesVersion);
}

/** A platform that the input looks like, and the binding or the version that tells so. */
interface Likeness {
  platform: Platform;
  mark: string;
}

/** The names of bindings that only one platform makes, and what it adds to Kubernetes' version. kubeadm is last: others build on it. */
const marks: readonly { platform: Platform; bindings: readonly string[]; version?: string }[] = [
  { platform: 'eks', bindings: ['eks:*'], version: '*-eks-*' },
  { platform: 'gke', bindings: ['system:gke-*', 'gce:*'], version: '*-gke.*' },
  { platform: 'aks', bindings: ['aks-cluster-admin-binding', 'aks-service-rolebinding'] },
  { platform: 'openshift', bindings: ['system:openshift:*'] },
  { platform: 'kubeadm', bindings: ['kubeadm:*'] },
];

/** The platform that the input plainly comes from, for a hint: names prove nothing, since anybody may write them. */
export function likelyPlatform({ bindings, kubernetesVersion }: Pick<Snapshot, 'bindings' | 'kubernetesVersion'>): Likeness | undefined {
  for (const { platform, bindings: globs, version } of marks) {
    if (version !== undefined && globMatcher(version)(kubernetesVersion)) return { platform, mark: `version ${kubernetesVersion}` };
    const matchers = globs.map(globMatcher);
    const binding = bindings.find(({ name }) => matchers.some((isMark) => isMark(name)));
    if (binding) return { platform, mark: `${binding.kind} ${binding.name}` };
  }
  return undefined;
}
