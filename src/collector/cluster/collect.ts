import type { Discovery } from '../../model/discovery.ts';
import { UserError } from '../../model/error.ts';
import type { Gap, Limitation } from '../../model/gap.ts';
import { textAt } from '../fields.ts';
import { ApiError } from './api-error.ts';
import { openConnection } from './connection.ts';
import { discover } from './discover.ts';
import { type Get, getter } from './get.ts';
import { baseKinds, groupResource, type ListedKind, workloadKinds } from './kinds.ts';
import { type ListedObjects, listKind } from './list.ts';
import { rereadMissingRoles } from './missing-roles.ts';
import type { SourcedObject } from './sourced-object.ts';
import { processSurroundings, type Surroundings } from './surroundings.ts';
import { chooseTarget, type Target, type TargetFlags } from './target.ts';

/** The flags that say which cluster is read, as whom and how; named and meant as kubectl's. */
export interface ConnectionFlags extends TargetFlags {
  /** Milliseconds for one request; 0 for no limit. */
  requestTimeout: number;
  /** Items in a page of a list; 0 for all in one. */
  chunkSize: number;
  /** The namespace that is read where the lists over all namespaces are refused. */
  namespace?: string | undefined;
  /** Whether pods and what makes pods is read. */
  workloads: boolean;
}

/** What a live cluster gave, unjudged: every object still has to pass `admit`. */
export interface Collected {
  /** The server and the context, for `run.source`. */
  source: string;
  /** The namespace of the kubeconfig's context, or of the pod we run in. */
  contextNamespace: string | undefined;
  /** As in `1.31.2`; empty where the server does not tell. */
  kubernetesVersion: string;
  objects: SourcedObject[];
  /** The kinds of which all objects in the cluster were read. */
  complete: Set<string>;
  discovery: Discovery | undefined;
  gaps: Gap[];
  limitations: Limitation[];
}

/** What is not a matter of flags: where we run, and how long the first repetition of a failed request waits. */
export interface Conditions {
  surroundings: Surroundings;
  backoff: number;
}

/**
 * Reads RBAC, namespaces, ServiceAccounts, CRDs, workloads and discovery from a live cluster. It sends nothing but GETs, and
 * never asks for Secrets or ConfigMaps. What cannot be read is a gap (RBAC) or a limitation (the rest).
 * Throws a UserError where no cluster is named, it cannot be reached, or it does not accept who asks.
 */
export async function collectCluster(
  flags: ConnectionFlags,
  progress: (message: string) => void,
  { surroundings, backoff }: Conditions = { surroundings: processSurroundings(), backoff: 500 },
): Promise<Collected> {
  const target = await chooseTarget(flags, surroundings);
  const connection = await openConnection(target, surroundings, progress);
  const source = describeTarget(target);
  progress(`reading ${source}`);
  try {
    return await collect(getter(connection, { requestTimeout: flags.requestTimeout, backoff }), flags, source, target.namespace, progress);
  } finally {
    connection.agent.destroy();
  }
}

function describeTarget({ cluster, context }: Target): string {
  const server = cluster.server.href.replace(/\/+$/, '');
  return context === undefined ? server : `${server} (context ${context})`;
}

async function collect(
  get: Get,
  flags: ConnectionFlags,
  source: string,
  contextNamespace: string | undefined,
  progress: (message: string) => void,
): Promise<Collected> {
  const version = await readVersion(get, source);
  const kinds = flags.workloads ? [...baseKinds, ...workloadKinds] : baseKinds;
  const readKind = async (listed: ListedKind): Promise<ListedObjects> => {
    const list = await listKind(get, listed, { chunkSize: flags.chunkSize, namespace: flags.namespace });
    progress(`${groupResource(listed)}: ${list.objects.length} read${list.complete ? '' : ', not all'}`);
    return list;
  };
  const [discovered, ...lists] = await Promise.all([discover(get, version.kubernetesVersion), ...kinds.map(readKind)]);
  const nothing = lists.every((list) => !list.answered) ? lists.flatMap((list) => [...list.gaps, ...list.limitations])[0] : undefined;
  if (nothing !== undefined) throw new UserError(`nothing could be read from ${source}: ${nothing.message}`, isItTheServer);
  const reread = await rereadMissingRoles(get, lists);
  return {
    source,
    contextNamespace,
    kubernetesVersion: version.kubernetesVersion,
    objects: [...lists.flatMap((list) => list.objects), ...reread.objects],
    complete: new Set(lists.filter((list) => list.complete).map((list) => list.kind)),
    discovery: discovered.discovery,
    gaps: lists.flatMap((list) => list.gaps),
    limitations: [
      ...version.limitations,
      ...discovered.limitations,
      ...lists.flatMap((list) => list.limitations),
      ...reread.limitations,
      ...(flags.workloads ? [] : [{ code: 'workloads-skipped', source, message: 'pods and what makes pods were not read' }]),
    ],
  };
}

const isItTheServer = 'check the address of the server and the context, as with: kubectl version';

/**
 * Asks for the version first: it tells at once, before a score of lists is tried in vain, whether the server is there and
 * knows who asks. Throws a UserError where not; a version that is merely withheld is a limitation.
 */
async function readVersion(get: Get, source: string): Promise<{ kubernetesVersion: string; limitations: Limitation[] }> {
  let reason = 'it names none';
  try {
    const gitVersion = textAt(await get('/version'), 'gitVersion');
    if (gitVersion !== undefined) return { kubernetesVersion: gitVersion.replace(/^v/, ''), limitations: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === undefined) throw new UserError(`cannot read from ${source}: ${error.message}`, isItTheServer);
    if (error.status === 401)
      throw new UserError(`${source} does not accept the credentials (401)`, 'log in again, or choose another --context or --user');
    // Refused for an object, where a path was asked: the server refuses to let us act as someone else, in every request.
    if (error.refusedKind !== undefined)
      throw new UserError(`${source} refuses the impersonation: ${error.message}`, 'grant impersonate, or leave --as out');
    reason = error.message;
  }
  return {
    kubernetesVersion: '',
    limitations: [{ code: 'version-unknown', source: '/version', message: `the version of the server is not known: ${reason}` }],
  };
}
