import type { Binding } from './binding.ts';
import type { Discovery } from './discovery.ts';
import type { Gap, Limitation } from './gap.ts';
import type { IdentityMapping } from './identity-mapping.ts';
import type { Role } from './role.ts';
import type { Namespace, ServiceAccount, Workload } from './workload.ts';

/** A whole cluster's rules are trusted as they stand; manifests get aggregation computed and Kubernetes' defaults added. */
export type InputKind = 'cluster' | 'manifests';

/**
 * All that was collected, frozen: the one input of every analysis. Lists are sorted by key and hold each object once.
 */
export interface Snapshot {
  input: InputKind;
  /** What was read, for people: paths as given, `-`, or the server and context. */
  sources: readonly string[];
  kubernetesVersion: string;
  /** True where nothing told the version: `kubernetesVersion` is that of the tables that stand in. */
  isVersionAssumed?: boolean;
  roles: readonly Role[];
  bindings: readonly Binding[];
  namespaces: readonly Namespace[];
  serviceAccounts: readonly ServiceAccount[];
  workloads: readonly Workload[];
  /** Whom EKS puts in which groups, where the input has the ConfigMap aws-auth. */
  identityMappings: readonly IdentityMapping[];
  discovery: Discovery;
  /** Kinds of which the input holds all there are: `Role` in it means that a missing Role does not exist. */
  complete: ReadonlySet<string>;
  gaps: readonly Gap[];
  limitations: readonly Limitation[];
}
