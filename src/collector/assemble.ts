import { builtinDiscovery, defaultBindings, defaultRoles } from '../facts/kubernetes.ts';
import { type Binding, bindingKey } from '../model/binding.ts';
import type { ApiResource, Discovery } from '../model/discovery.ts';
import type { Limitation } from '../model/gap.ts';
import { byKeys, sortedByKey } from '../model/order.ts';
import { type Role, roleKey } from '../model/role.ts';
import type { InputKind, Snapshot } from '../model/snapshot.ts';
import type { Admitted } from './admit/admitted.ts';
import { mergeBindings, mergeOthers, mergeRoles } from './merge.ts';

export interface AssembleOptions {
  sources: readonly string[];
  /** Overrides what the objects tell. */
  input?: InputKind | undefined;
  kubernetesVersion?: string | undefined;
  /** What the API serves, from the cluster or a file; else the built-in table is used. */
  discovery?: Discovery | undefined;
  /** Kinds that were read wholly; else it follows from the input. */
  complete?: ReadonlySet<string> | undefined;
  limitations?: readonly Limitation[];
}

/** The roles that every cluster has; input that holds both is a dump of a whole cluster. */
const clusterMarks = ['cluster-admin', 'system:discovery'];
const wholeClusterKinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/**
 * Makes the snapshot out of what was admitted: copies merged, everything sorted, and for manifests the default roles and
 * bindings of Kubernetes added where the input does not bring its own. The order of the input leaves no trace.
 */
export function assemble(admitted: Admitted, options: AssembleOptions): Snapshot {
  const roles = mergeRoles(admitted.roles);
  const bindings = mergeBindings(admitted.bindings);
  const input = options.input ?? inputKind(roles.objects);
  const discovery = options.discovery ?? builtinDiscovery(options.kubernetesVersion);
  const serviceAccounts = mergeOthers(admitted.serviceAccounts, (account) => `${account.namespace}\u0000${account.name}`);
  const namespaces = mergeOthers(admitted.namespaces, (namespace) => namespace.name);
  return {
    input,
    sources: options.sources,
    kubernetesVersion: options.kubernetesVersion ?? discovery.version,
    isVersionAssumed: options.kubernetesVersion === undefined && (options.discovery?.version ?? '') === '',
    roles: input === 'cluster' ? roles.objects : withDefaults(roles.objects, defaultRoles(options.kubernetesVersion), roleKey),
    bindings:
      input === 'cluster' ? bindings.objects : withDefaults(bindings.objects, defaultBindings(options.kubernetesVersion), bindingKey),
    namespaces,
    serviceAccounts,
    workloads: mergeOthers(admitted.workloads, (workload) => `${workload.kind}\u0000${workload.namespace}\u0000${workload.name}`),
    identityMappings: mergeOthers(admitted.identityMappings, ({ arn, groups }) => JSON.stringify([arn, groups])),
    discovery: withCustomResources(discovery, admitted.customResources),
    complete: options.complete ?? completeKinds(input, namespaces.length > 0, serviceAccounts.length > 0),
    gaps: sortGaps([...admitted.gaps, ...roles.gaps, ...bindings.gaps]),
    limitations: [...(options.limitations ?? []), ...versionLimitations(input, options)].sort(
      byKeys((limitation) => [limitation.code, limitation.source, limitation.message]),
    ),
  };
}

/** Says so where the tables of another version stand in for the one that was asked for. */
function versionLimitations(input: InputKind, { kubernetesVersion, discovery }: AssembleOptions): Limitation[] {
  if (kubernetesVersion === undefined || (input === 'cluster' && discovery)) return [];
  const { version } = builtinDiscovery(kubernetesVersion);
  if (minorOf(kubernetesVersion) === minorOf(version)) return [];
  const what = input === 'cluster' ? 'resources' : 'resources and default roles';
  return [
    {
      code: 'nearest-version',
      source: 'facts',
      message: `the ${what} of Kubernetes ${version} stand in for those of ${kubernetesVersion}, which are not built in`,
    },
  ];
}

function minorOf(version: string): string {
  return version.replace(/^v/, '').split('.').slice(0, 2).join('.');
}

function inputKind(roles: readonly Role[]): InputKind {
  const names = new Set(roles.filter((role) => role.kind === 'ClusterRole').map((role) => role.name));
  return clusterMarks.every((name) => names.has(name)) ? 'cluster' : 'manifests';
}

function completeKinds(input: InputKind, namespaces: boolean, serviceAccounts: boolean): ReadonlySet<string> {
  if (input === 'manifests') return new Set();
  return new Set([...wholeClusterKinds, ...(namespaces ? ['Namespace'] : []), ...(serviceAccounts ? ['ServiceAccount'] : [])]);
}

/** The input's own objects and those defaults that it does not bring itself. */
function withDefaults<T extends Role | Binding>(own: readonly T[], defaults: readonly T[], key: (item: T) => string): T[] {
  const present = new Set(own.map(key));
  return [...own, ...defaults.filter((item) => !present.has(key(item)))].sort(byKeys((item) => [key(item)]));
}

/** Adds what CRDs of the input define. An API server that told what it serves knows better. */
function withCustomResources(discovery: Discovery, customResources: readonly ApiResource[]): Discovery {
  if (discovery.complete || customResources.length === 0) return discovery;
  const key = (resource: ApiResource) => `${resource.group}\u0000${resource.resource}`;
  const known = new Set(discovery.resources.map(key));
  const unknown = customResources.filter((resource) => !known.has(key(resource)));
  // Of differing definitions one has to count, whichever was read first.
  const added = new Map(sortedByKey(unknown, (resource) => JSON.stringify(resource)).map((resource) => [key(resource), resource]));
  return { ...discovery, resources: [...discovery.resources, ...added.values()].sort(byKeys((resource) => [key(resource)])) };
}

function sortGaps(gaps: readonly Snapshot['gaps'][number][]): Snapshot['gaps'] {
  const line = (gap: Snapshot['gaps'][number]) => String(gap.position?.line ?? 0).padStart(9, '0');
  return [...gaps].sort(byKeys((gap) => [gap.source, line(gap), gap.code, gap.message]));
}
