import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to the API server as its audit log tells it. */
export interface AuditEvent {
  verb: string;
  requestURI: string;
  user: { username: string };
  objectRef?: { resource: string; apiGroup?: string; subresource?: string; namespace?: string; name?: string };
}

/** A real API server of its own, on loopback, with RBAC on. */
export interface ApiServer {
  url: string;
  /** The server's certificate as PEM, which is its own authority. */
  certificate: string;
  /** A folder that goes away with the server. */
  folder: string;
  token(user: string): string;
  /** Writes a kubeconfig of a user and returns its path. */
  kubeconfig(user: string): Promise<string>;
  /** Sends a request as admin; throws for an answer of 400 or more, unless its status is among those allowed. */
  call(method: string, path: string, body?: unknown, allowed?: readonly number[]): Promise<unknown>;
  /** What a user asked since the server started, impersonated requests included. */
  audit(user: string): Promise<AuditEvent[]>;
  stop(): Promise<void>;
}

/**
 * Starts etcd, kube-apiserver and kube-controller-manager out of a folder and waits until they are ready. `users` maps names
 * to groups; beside them there is `admin`, in system:masters.
 */
export async function startApiServer(assets: string, users: ReadonlyMap<string, readonly string[]>): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rbac-audit-e2e-'));
  const processes: ChildProcess[] = [];
  const stop = async () => {
    for (const child of [...processes].reverse()) await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return await start(assets, folder, users, processes, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  assets: string,
  folder: string,
  users: ReadonlyMap<string, readonly string[]>,
  processes: ChildProcess[],
  stop: () => Promise<void>,
): Promise<ApiServer> {
  const [etcdPort = 0, peerPort = 0, apiPort = 0, managerPort = 0] = await freePorts(4);
  const tokens = await writeCredentials(folder, users);
  const run = async (name: string, args: readonly string[]) => {
    processes.push(await launch(join(assets, name), args, join(folder, `${name}.log`)));
  };

  await run('etcd', [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
    `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
    '--unsafe-no-fsync=true',
  ]);
  await run('kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${apiPort}`,
    `--cert-dir=${folder}/certs`,
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    `--token-auth-file=${folder}/tokens.csv`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${folder}/sa.key`,
    `--service-account-key-file=${folder}/sa.pub`,
    `--audit-policy-file=${folder}/audit-policy.yaml`,
    `--audit-log-path=${folder}/audit.log`,
    // An answer is in the log before the client has it.
    '--audit-log-mode=blocking-strict',
  ]);
  const url = `https://127.0.0.1:${apiPort}`;
  await until('kube-apiserver is ready', folder, processes, async () => {
    const certificate = await readFile(`${folder}/certs/apiserver.crt`, 'utf8');
    return (await send(url, certificate, tokens.get('admin') ?? '', 'GET', '/readyz')).status === 200;
  });
  const certificate = await readFile(`${folder}/certs/apiserver.crt`, 'utf8');

  const token = (user: string): string => {
    const found = tokens.get(user);
    if (found === undefined) throw new Error(`the test server has no user ${user}`);
    return found;
  };
  const kubeconfig = async (user: string) => {
    const file = join(folder, `${user.replaceAll(':', '-')}.kubeconfig`);
    await writeFile(file, JSON.stringify(kubeconfigOf(user, url, certificate, token(user))));
    return file;
  };
  const call: ApiServer['call'] = async (method, path, body, allowed = []) => {
    const answer = await send(url, certificate, token('admin'), method, path, body);
    if (answer.status >= 400 && !allowed.includes(answer.status))
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return JSON.parse(answer.text);
  };

  await run('kube-controller-manager', [
    `--kubeconfig=${await kubeconfig(controllerManager)}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${managerPort}`,
    ...(minorVersion(join(assets, 'kube-controller-manager')) < 24 ? ['--port=0'] : []),
    `--cert-dir=${folder}/certs`,
    '--leader-elect=false',
    // At its usual pace the aggregation of a large cluster takes a minute.
    '--kube-api-qps=1000',
    '--kube-api-burst=1000',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${folder}/sa.key`,
    '--controllers=clusterrole-aggregation,serviceaccount,serviceaccount-token,namespace',
  ]);
  await until('ClusterRoles are aggregated', folder, processes, async () => {
    const view = await call('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/view', undefined, [404]);
    return typeof view === 'object' && view !== null && 'rules' in view && Array.isArray(view.rules) && view.rules.length > 0;
  });

  const audit = async (user: string) => {
    const log = await readFile(`${folder}/audit.log`, 'utf8');
    const events: AuditEvent[] = log
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return events.filter((event) => event.user.username === user);
  };
  return { url, certificate, folder, token, kubeconfig, call, audit, stop };
}

const controllerManager = 'system:kube-controller-manager';

/** Keys for ServiceAccount tokens, a token for each user, and an audit policy that tells every request. Returns tokens by user. */
async function writeCredentials(folder: string, users: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string>> {
  const all = new Map([['admin', ['system:masters']], [controllerManager, []], ...users]);
  const tokens = new Map([...all.keys()].map((user) => [user, randomBytes(16).toString('hex')]));
  const rows = [...all].map(
    ([user, groups]) => `${tokens.get(user)},${user},uid-${user}${groups.length === 0 ? '' : `,"${groups.join(',')}"`}`,
  );
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const policy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata' }] };
  await mkdir(`${folder}/certs`);
  await writeFile(`${folder}/tokens.csv`, `${rows.join('\n')}\n`);
  await writeFile(`${folder}/sa.key`, keys.privateKey);
  await writeFile(`${folder}/sa.pub`, keys.publicKey);
  await writeFile(`${folder}/audit-policy.yaml`, JSON.stringify(policy));
  return tokens;
}

function kubeconfigOf(user: string, url: string, certificate: string, token: string): unknown {
  const context = `${user}@e2e`;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: 'e2e', cluster: { server: url, 'certificate-authority-data': Buffer.from(certificate).toString('base64') } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster: 'e2e', user } }],
  };
}

async function launch(program: string, args: readonly string[], logFile: string): Promise<ChildProcess> {
  const log = await open(logFile, 'a');
  const child = spawn(program, args, { stdio: ['ignore', log.fd, log.fd] });
  child.once('spawn', () => log.close());
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(late);
}

/** Waits until something holds; gives up after a minute or when a process has died, with the ends of the logs. */
async function until(what: string, folder: string, processes: readonly ChildProcess[], holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline || processes.some((child) => child.exitCode !== null)) {
      throw new Error(`waited in vain until ${what}\n${await logEnds(folder)}`);
    }
    await sleep(100);
  }
}

async function logEnds(folder: string): Promise<string> {
  const logs = ['etcd', 'kube-apiserver', 'kube-controller-manager'].map((name) =>
    readFile(`${folder}/${name}.log`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(logs)).map((log) => log.slice(-1500)).join('\n');
}

/** The minor version of a Kubernetes program: 20 for `Kubernetes v1.20.2`. */
function minorVersion(program: string): number {
  return Number(/v1\.(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1]);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            done(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function send(
  url: string,
  ca: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json' };
    request(`${url}${path}`, { method, ca, headers })
      .on('response', async (response) => {
        try {
          done({ status: response.statusCode ?? 0, text: Buffer.concat(await response.toArray()).toString('utf8') });
        } catch (error) {
          fail(error);
        }
      })
      .on('error', fail)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
}
