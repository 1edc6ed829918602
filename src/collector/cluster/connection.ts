import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Cluster } from '@kubernetes/client-node';
import { textAt } from '../fields.ts';
import { type Credentials, credentialError, findCredentials } from './credentials.ts';
import { impersonationHeaders } from './impersonation.ts';
import { proxyFromEnvironment } from './proxy.ts';
import type { Surroundings } from './surroundings.ts';
import type { ClusterEntry, Target } from './target.ts';

/** All that a request to the API server needs. A header with several values is sent as several header lines. */
export interface Connection {
  server: URL;
  agent: HttpAgent;
  headers: Readonly<Record<string, string | string[]>>;
}

/** Enough to keep all lists going at once; discovery group by group then queues instead of opening a hundred sockets. */
const maxSockets = 32;

/**
 * Makes a connection to the target: credentials, certificates, proxy (the kubeconfig's before the environment's). Nothing is sent yet.
 * Throws a UserError where the credentials cannot be had.
 */
export async function openConnection(target: Target, surroundings: Surroundings, progress: (message: string) => void): Promise<Connection> {
  const { cluster } = target;
  const impersonation = impersonationHeaders(target.impersonate);
  const credentials = await findCredentials(target, surroundings, progress);
  const proxyUrl = cluster.proxyUrl ?? proxyFromEnvironment(cluster.server, surroundings.env);
  let options: RequestOptions;
  try {
    options = await requestOptions(clientNodeCluster(cluster, proxyUrl), credentials);
  } catch (error) {
    throw credentialError(target.user.name, error);
  }
  return { server: cluster.server, agent: agentFor(cluster, proxyUrl, options), headers: { ...authorization(options), ...impersonation } };
}

/** Lets client-node do what it does well for one cluster and one user: TLS options, auth providers, agents for all kinds of proxies. */
async function requestOptions(cluster: Cluster, credentials: Credentials): Promise<RequestOptions> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(cluster, { name: 'user', ...credentials });
  const options: RequestOptions = {};
  await kubeConfig.applyToHTTPSOptions(options);
  return options;
}

function clientNodeCluster(cluster: ClusterEntry, proxyUrl: string | undefined): Cluster {
  const { server, caData, caFile, skipTlsVerify, tlsServerName } = cluster;
  return {
    name: 'cluster',
    server: server.href,
    // Plain http has no certificate to verify, and client-node refuses it where it is told to verify one.
    skipTLSVerify: skipTlsVerify || server.protocol === 'http:',
    ...(caData !== undefined ? { caData } : caFile === undefined ? {} : { caFile }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

/** client-node's agents open a socket for each request; where there is no proxy, ours keep them. */
function agentFor(cluster: ClusterEntry, proxyUrl: string | undefined, options: RequestOptions): HttpAgent {
  if (proxyUrl !== undefined && options.agent instanceof HttpAgent) return options.agent;
  if (cluster.server.protocol === 'http:') return new HttpAgent({ keepAlive: true, maxSockets });
  const { ca, cert, key, rejectUnauthorized, servername } = options;
  return new HttpsAgent({
    keepAlive: true,
    maxSockets,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(servername === undefined ? {} : { servername }),
  });
}

function authorization({ headers, auth }: RequestOptions): Record<string, string> {
  const bearer = textAt(headers, 'Authorization');
  if (bearer !== undefined) return { Authorization: bearer };
  return typeof auth === 'string' ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
}
