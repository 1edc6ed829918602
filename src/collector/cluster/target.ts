import { access, readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { UserError } from '../../model/error.ts';
import { byCodeUnit } from '../../model/order.ts';
import { type Fields, fieldAt, isFields, listAt, textAt, textsAt } from '../fields.ts';
import { type Entry, emptyKubeconfig, type Kubeconfig, loadKubeconfig } from './kubeconfig.ts';
import type { Surroundings } from './surroundings.ts';

/** The flags that choose a server and an identity, as kubectl has them. */
export interface TargetFlags {
  kubeconfig?: string | undefined;
  context?: string | undefined;
  cluster?: string | undefined;
  user?: string | undefined;
  server?: string | undefined;
  as?: string | undefined;
  asUid?: string | undefined;
  asGroups: readonly string[];
}

export interface ClusterEntry {
  server: URL;
  /** PEM in base64; it goes before the file, as in client-go. */
  caData: string | undefined;
  caFile: string | undefined;
  skipTlsVerify: boolean;
  tlsServerName: string | undefined;
  proxyUrl: string | undefined;
  /** What the extension `client.authentication.k8s.io/exec` holds for exec plugins. */
  execConfig: unknown;
}

export interface UserEntry {
  name: string;
  token: string | undefined;
  tokenFile: string | undefined;
  username: string | undefined;
  password: string | undefined;
  certData: string | undefined;
  certFile: string | undefined;
  keyData: string | undefined;
  keyFile: string | undefined;
  exec: { fields: Fields; folder: string } | undefined;
  authProvider: Fields | undefined;
}

/** Whom the connection acts as; the server must allow it to impersonate each of these. */
export interface Impersonation {
  user: string;
  uid: string | undefined;
  groups: readonly string[];
  extra: ReadonlyMap<string, readonly string[]>;
}

/** The server to ask and who asks. */
export interface Target {
  context: string | undefined;
  namespace: string | undefined;
  cluster: ClusterEntry;
  user: UserEntry;
  impersonate: Impersonation | undefined;
}

/**
 * Decides by kubectl's rules which server is asked and as whom (client-go DirectClientConfig): the kubeconfig with the flags
 * over it, else --server alone, else the ServiceAccount of the pod we run in. Never falls back to localhost.
 * Throws a UserError where nothing is named, and where a name does not exist.
 */
export async function chooseTarget(flags: TargetFlags, surroundings: Surroundings): Promise<Target> {
  const kubeconfig = await loadKubeconfig(flags.kubeconfig, surroundings);
  if (kubeconfig !== undefined) return kubeconfigTarget(kubeconfig, flags);
  const named = Object.entries({ context: flags.context, cluster: flags.cluster, user: flags.user }).find(([, name]) => name !== undefined);
  if (named) throw new UserError(`${named[0]} ${named[1]} does not exist: there is no kubeconfig`, howToName);
  if (flags.server !== undefined) return kubeconfigTarget(emptyKubeconfig(), flags);
  const inCluster = await inClusterTarget(flags, surroundings);
  if (inCluster !== undefined) return inCluster;
  throw new UserError(`no cluster to ask: ${whereLooked(flags, surroundings)}`, howToName);
}

const howToName = 'name a kubeconfig with --kubeconfig or KUBECONFIG, or read files with -f';

function whereLooked(flags: TargetFlags, { env, home }: Surroundings): string {
  if (flags.kubeconfig !== undefined) return `the kubeconfig ${flags.kubeconfig} is empty`;
  if (env.KUBECONFIG) return `KUBECONFIG names no kubeconfig that exists (${env.KUBECONFIG})`;
  return `KUBECONFIG is not set and there is nothing in ${join(home, '.kube', 'config')}`;
}

function kubeconfigTarget(kubeconfig: Kubeconfig, flags: TargetFlags): Target {
  const contextName = flags.context ?? kubeconfig.currentContext;
  const context = contextName === undefined ? undefined : find('context', contextName, kubeconfig.contexts);
  const clusterName = flags.cluster ?? textAt(context?.fields, 'cluster');
  const cluster = clusterName === undefined ? undefined : find('cluster', clusterName, kubeconfig.clusters);
  const userName = flags.user ?? textAt(context?.fields, 'user');
  const user = userName === undefined ? undefined : find('user', userName, kubeconfig.users);
  const server = flags.server ?? textAt(cluster?.fields, 'server');
  if (server === undefined) {
    if (contextName !== undefined)
      throw new UserError(`context ${contextName} names no cluster with a server`, 'name one with --cluster or --server');
    throw new UserError('the kubeconfig has no current context', `choose one with --context: ${names(kubeconfig.contexts)}`);
  }
  return {
    context: contextName,
    namespace: textAt(context?.fields, 'namespace'),
    cluster: clusterEntry(server, cluster),
    user: userEntry(userName ?? '', user),
    impersonate: impersonation(flags, user?.fields),
  };
}

function find(kind: string, name: string, entries: ReadonlyMap<string, Entry>): Entry {
  const entry = entries.get(name);
  if (entry === undefined) throw new UserError(`${kind} ${name} does not exist in the kubeconfig`, `it holds: ${names(entries)}`);
  return entry;
}

function names(entries: ReadonlyMap<string, Entry>): string {
  return entries.size === 0 ? 'none' : [...entries.keys()].sort(byCodeUnit).join(', ');
}

function clusterEntry(server: string, entry: Entry | undefined): ClusterEntry {
  const fields = entry?.fields;
  const extension = listAt(fields, 'extensions').find((item) => textAt(item, 'name') === 'client.authentication.k8s.io/exec');
  return {
    server: serverUrl(server),
    caData: textAt(fields, 'certificate-authority-data'),
    caFile: pathAt(entry, 'certificate-authority'),
    skipTlsVerify: fieldAt(fields, 'insecure-skip-tls-verify') === true,
    tlsServerName: textAt(fields, 'tls-server-name'),
    proxyUrl: textAt(fields, 'proxy-url'),
    execConfig: fieldAt(extension, 'extension'),
  };
}

/** A server without a scheme is https here and http in client-go, which then sends it no credentials: a surprise that helps nobody. */
function serverUrl(server: string): URL {
  const text = server.includes('://') ? server : `https://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') {
    throw new UserError('the address of the API server is no http or https URL', 'correct server in the kubeconfig, or --server');
  }
  return url;
}

function userEntry(name: string, entry: Entry | undefined): UserEntry {
  const fields = entry?.fields;
  const exec = fieldAt(fields, 'exec');
  const authProvider = fieldAt(fields, 'auth-provider');
  return {
    name,
    token: textAt(fields, 'token'),
    tokenFile: pathAt(entry, 'tokenFile'),
    username: textAt(fields, 'username'),
    password: textAt(fields, 'password'),
    certData: textAt(fields, 'client-certificate-data'),
    certFile: pathAt(entry, 'client-certificate'),
    keyData: textAt(fields, 'client-key-data'),
    keyFile: pathAt(entry, 'client-key'),
    exec: entry !== undefined && isFields(exec) ? { fields: exec, folder: entry.folder } : undefined,
    authProvider: isFields(authProvider) ? authProvider : undefined,
  };
}

function pathAt(entry: Entry | undefined, field: string): string | undefined {
  const path = textAt(entry?.fields, field);
  return entry === undefined || path === undefined ? undefined : resolve(entry.folder, path);
}

/** Flags go over the kubeconfig's own `as` fields one by one, as kubectl merges them. */
function impersonation(flags: TargetFlags, fields: Fields | undefined): Impersonation | undefined {
  const user = flags.as ?? textAt(fields, 'as');
  const uid = flags.asUid ?? textAt(fields, 'as-uid');
  const groups = flags.asGroups.length > 0 ? flags.asGroups : textsAt(fields, 'as-groups');
  const extraFields = fieldAt(fields, 'as-user-extra');
  const extra = new Map(isFields(extraFields) ? Object.keys(extraFields).map((key) => [key, textsAt(extraFields, key)]) : []);
  if (user !== undefined && user !== '') return { user, uid, groups, extra };
  if (uid === undefined && groups.length === 0 && extra.size === 0) return undefined;
  throw new UserError('groups and UIDs can only be impersonated together with a user', 'add --as USER to --as-group or --as-uid');
}

/** In a pod: the API server by its environment variables, the identity by its ServiceAccount files (client-go rest.InClusterConfig). */
async function inClusterTarget(flags: TargetFlags, { env, serviceAccountFolder }: Surroundings): Promise<Target | undefined> {
  const [host, port] = [env.KUBERNETES_SERVICE_HOST, env.KUBERNETES_SERVICE_PORT];
  const tokenFile = join(serviceAccountFolder, 'token');
  if (!host || !port || !(await exists(tokenFile))) return undefined;
  const caFile = join(serviceAccountFolder, 'ca.crt');
  const cluster = clusterEntry(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`, undefined);
  return {
    context: undefined,
    namespace: await readFile(join(serviceAccountFolder, 'namespace'), 'utf8').then(
      (text) => text.trim() || undefined,
      () => undefined,
    ),
    cluster: { ...cluster, caFile: (await exists(caFile)) ? caFile : undefined },
    user: { ...userEntry('', undefined), tokenFile },
    impersonate: impersonation(flags, undefined),
  };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
