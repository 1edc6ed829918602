import type { InferredFlags } from '@oclif/core/interfaces';
import { assemble } from '../collector/assemble.ts';
import { readDiscovery } from '../collector/discovery-file.ts';
import { readManifests } from '../collector/manifests.ts';
import { readStdin } from '../collector/stdin.ts';
import { isKubernetesVersion } from '../facts/kubernetes.ts';
import { UserError } from '../model/error.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { parseDuration } from './duration.ts';
import type { clusterFlags, inputFlags } from './flags.ts';

export type CollectFlags = InferredFlags<typeof inputFlags & typeof clusterFlags>;

/** Whom the connection impersonates. */
export interface Impersonation {
  as?: string | undefined;
  'as-group'?: string[] | undefined;
  'as-uid'?: string | undefined;
}

export interface Collection {
  snapshot: Snapshot;
  /** The namespace of the kubeconfig context, for questions that name none. */
  contextNamespace: string | undefined;
  /** How many namespaced objects of manifests named no namespace and were put into the default one. */
  withoutNamespace: number;
}

/** Reads the input that the flags name: manifests with -f, else the live cluster. `progress` is told what is being read. */
export async function collect(
  flags: CollectFlags,
  connection: Impersonation & { namespace?: string | undefined },
  progress: (message: string) => void,
): Promise<Collection> {
  const requestTimeout = parseDuration(flags['request-timeout']);
  kubernetesVersionOf(flags);
  return flags.filename === undefined
    ? fromCluster(flags, connection, requestTimeout, progress)
    : fromManifests(flags, flags.filename, connection);
}

/** The version that was asked for, if any. Throws a UserError for what is none. */
export function kubernetesVersionOf(flags: Pick<CollectFlags, 'kubernetes-version'>): string | undefined {
  const version = flags['kubernetes-version'];
  if (version !== undefined && !isKubernetesVersion(version))
    throw new UserError(`${version} is no Kubernetes version`, 'write 1.36 or v1.36.2');
  return version;
}

async function fromManifests(flags: CollectFlags, paths: readonly string[], connection: Impersonation): Promise<Collection> {
  refuseConnectionFlags(flags, connection, '-f reads files');
  const admitted = readManifests({
    paths,
    recursive: flags.recursive,
    exclude: flags.exclude ?? [],
    defaultNamespace: flags['default-namespace'],
    stdin: paths.includes('-') ? await readStdin() : undefined,
  });
  const snapshot = assemble(admitted, {
    sources: paths.map((path) => (path === '-' ? 'stdin' : path)),
    input: flags.input,
    kubernetesVersion: flags['kubernetes-version'],
    discovery: flags.discovery === undefined ? undefined : readDiscovery(flags.discovery, flags['kubernetes-version'] ?? ''),
  });
  return { snapshot, contextNamespace: undefined, withoutNamespace: admitted.withoutNamespace };
}

/** A flag that would be ignored is a mistake that the user wants to know. */
export function refuseConnectionFlags(flags: CollectFlags, connection: Impersonation, why: string): void {
  const { kubeconfig, context, cluster, user, server } = flags;
  const { as, 'as-group': asGroup, 'as-uid': asUid } = connection;
  const given = { kubeconfig, context, cluster, user, server, as, 'as-group': asGroup, 'as-uid': asUid };
  const name = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined) throw new UserError(`--${name} is for a live cluster, but ${why}`, 'leave one of them out');
}

async function fromCluster(
  flags: CollectFlags,
  connection: Impersonation & { namespace?: string | undefined },
  requestTimeout: number,
  progress: (message: string) => void,
): Promise<Collection> {
  const [{ collectCluster }, { admitCollected }] = await Promise.all([
    import('../collector/cluster/collect.ts'),
    import('../collector/live.ts'),
  ]);
  const collected = await collectCluster(
    {
      kubeconfig: flags.kubeconfig,
      context: flags.context,
      cluster: flags.cluster,
      user: flags.user,
      server: flags.server,
      as: connection.as,
      asGroups: connection['as-group'] ?? [],
      asUid: connection['as-uid'],
      requestTimeout,
      chunkSize: flags['chunk-size'],
      namespace: connection.namespace,
      workloads: flags.workloads,
    },
    progress,
  );
  const discovery = flags.discovery === undefined ? collected.discovery : readDiscovery(flags.discovery, collected.kubernetesVersion);
  const snapshot = assemble(admitCollected(collected), {
    sources: [collected.source],
    input: flags.input ?? 'cluster',
    kubernetesVersion: flags['kubernetes-version'] ?? (collected.kubernetesVersion || undefined),
    discovery,
    complete: collected.complete,
    limitations: collected.limitations,
  });
  return { snapshot, contextNamespace: collected.contextNamespace, withoutNamespace: 0 };
}
