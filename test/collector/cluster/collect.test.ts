import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectionFlags, collectCluster } from '../../../src/collector/cluster/collect.ts';
import type { Surroundings } from '../../../src/collector/cluster/surroundings.ts';
import { UserError } from '../../../src/model/error.ts';
import { certificate, type FakeApiServer, forbidden, key, startFakeApiServer } from './fake-api-server.ts';
import { bareMachine, temporaryFolder, writeKubeconfig } from './surroundings.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const token = 'sesame-0451';
const authority = Buffer.from(certificate).toString('base64');

interface Scene {
  /** The user's section of the kubeconfig. */
  user?: object;
  cluster?: object;
  flags?: Partial<ConnectionFlags>;
  machine?: Partial<Surroundings>;
}

/** Collects from a server as the user of a kubeconfig; gives the result and the progress messages. */
async function collectFrom(url: string, { user = { token }, cluster = {}, flags = {}, machine = {} }: Scene = {}) {
  const folder = await temporaryFolder();
  const kubeconfig = await writeKubeconfig(folder, 'config', {
    clusters: { ward: { server: url, ...(url.startsWith('https') ? { 'certificate-authority-data': authority } : {}), ...cluster } },
    users: { nurse: user },
    contexts: { 'nurse@ward': { cluster: 'ward', user: 'nurse', namespace: 'triage' } },
    current: 'nurse@ward',
  });
  const said: string[] = [];
  const all: ConnectionFlags = { kubeconfig, asGroups: [], requestTimeout: 0, chunkSize: 2, workloads: true, ...flags };
  const collected = await collectCluster(all, (message) => said.push(message), { surroundings: bareMachine(folder, machine), backoff: 1 });
  return { ...collected, said };
}

async function failure(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${String(error)}`);
  expect(error.message).not.toContain('\n');
  expect(`${error.message}${error.advice}`).not.toContain(token);
  return error;
}

const named = (name: string, namespace?: string) => ({ metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });

/** A server whose ClusterRoles come in pages. */
async function clinic(options?: { tls: boolean }): Promise<FakeApiServer> {
  const server = await startFakeApiServer(options);
  server.on(`${rbac}/clusterroles`, ({ query }) => {
    const rest =
      query.get('continue') === null
        ? { items: [named('admin'), named('edit')], metadata: { continue: 'rest' } }
        : { items: [named('view')] };
    return { json: rest };
  });
  server.holds(`${rbac}/roles`, [named('reader', 'triage')]);
  server.holds('/api/v1/namespaces', [named('triage'), named('surgery')]);
  server.holds('/apis/apps/v1/deployments', [named('web', 'triage')]);
  return server;
}

describe('collecting from a cluster', () => {
  it('reads all kinds, all pages, the version and the discovery', async () => {
    const server = await clinic();
    server.on('/api/v1', () => ({
      json: { kind: 'APIResourceList', groupVersion: 'v1', resources: [{ name: 'pods', kind: 'Pod', verbs: ['get'] }] },
    }));
    const { objects, complete, said, ...rest } = await collectFrom(server.url);
    expect(rest).toMatchObject({
      source: `${server.url} (context nurse@ward)`,
      contextNamespace: 'triage',
      kubernetesVersion: '1.31.2',
      discovery: { version: '1.31.2', complete: true, resources: [{ resource: 'pods' }] },
      gaps: [],
      limitations: [],
    });
    expect(objects.map(({ value }) => value.kind).sort()).toEqual([
      'ClusterRole',
      'ClusterRole',
      'ClusterRole',
      'Deployment',
      'Namespace',
      'Namespace',
      'Role',
    ]);
    expect(complete).toEqual(
      new Set(
        'ClusterRole ClusterRoleBinding Role RoleBinding Namespace ServiceAccount CustomResourceDefinition Pod ReplicationController DaemonSet Deployment ReplicaSet StatefulSet Job CronJob'.split(
          ' ',
        ),
      ),
    );
    expect(said).toContain('clusterroles.rbac.authorization.k8s.io: 3 read');
  });

  it('sends nothing but GETs, and asks for neither Secrets nor ConfigMaps', async () => {
    const server = await clinic();
    await collectFrom(server.url);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(server.requests.filter(({ path }) => /secrets|configmaps/.test(path))).toEqual([]);
  });

  it('leaves workloads out on request, and says so', async () => {
    const server = await clinic();
    const { limitations, complete } = await collectFrom(server.url, { flags: { workloads: false } });
    expect(limitations).toMatchObject([{ code: 'workloads-skipped' }]);
    expect(complete.has('Deployment')).toBe(false);
    expect(server.requests.filter(({ path }) => path.startsWith('/apis/apps') || path.endsWith('pods'))).toEqual([]);
  });

  it('goes on without what is refused, and calls nothing whole that is not', async () => {
    const server = await clinic();
    server.on(`${rbac}/clusterroles`, () => forbidden('nurse', 'clusterroles'));
    server.on(`${rbac}/roles`, () => forbidden('nurse', 'roles'));
    server.on('/api/v1/pods', () => forbidden('nurse', 'pods'));
    server.holds(`${rbac}/namespaces/surgery/roles`, [named('operate', 'surgery')]);
    const { gaps, limitations, complete, objects } = await collectFrom(server.url, { flags: { namespace: 'surgery' } });
    expect(gaps.map(({ code, source }) => [code, source])).toEqual([
      ['list-refused', `${rbac}/clusterroles`],
      ['list-refused', `${rbac}/roles`],
    ]);
    expect(limitations.map(({ source }) => source)).toEqual(['/api/v1/pods']);
    expect([complete.has('Role'), complete.has('ClusterRole'), complete.has('Pod'), complete.has('RoleBinding')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(objects.map(({ value }) => value.metadata)).toContainEqual({ name: 'operate', namespace: 'surgery' });
  });

  it('finds a role that was created while it read', async () => {
    const server = await startFakeApiServer();
    server.on(`${rbac}/clusterroles`, ({ query }) => ({
      json: { items: query.get('fieldSelector') === 'metadata.name=fresh' ? [named('fresh')] : [] },
    }));
    server.holds(`${rbac}/clusterrolebindings`, [{ ...named('uses-fresh'), roleRef: { kind: 'ClusterRole', name: 'fresh' } }]);
    const { objects } = await collectFrom(server.url);
    expect(objects.map(({ value }) => value.kind)).toEqual(['ClusterRoleBinding', 'ClusterRole']);
  });

  it('does without the version where the server withholds it', async () => {
    const server = await clinic();
    server.on('/version', () => ({
      status: 403,
      json: { kind: 'Status', message: 'forbidden: User "nurse" cannot get path "/version"', details: {} },
    }));
    const { kubernetesVersion, limitations } = await collectFrom(server.url);
    expect(kubernetesVersion).toBe('');
    expect(limitations).toMatchObject([{ code: 'version-unknown', source: '/version' }]);
  });

  it('is not confused by a server that answers nonsense', async () => {
    const server = await clinic();
    for (const [path, json] of [
      [`${rbac}/rolebindings`, ['no', 'list']],
      [`${rbac}/clusterrolebindings`, { items: [null, { metadata: 7, roleRef: 'x' }] }],
      ['/api', 7],
      ['/apis', { kind: 'APIGroupList', groups: 'none' }],
    ] as const) {
      server.on(path, () => ({ json }));
    }
    server.on('/version', () => ({ json: { gitVersion: 7 } }));
    const { gaps, complete, kubernetesVersion } = await collectFrom(server.url);
    expect(gaps.map(({ code }) => code).sort()).toEqual(['list-failed', 'malformed-object']);
    expect([complete.has('RoleBinding'), complete.has('ClusterRoleBinding'), kubernetesVersion]).toEqual([false, false, '']);
  });
});

describe('a cluster that cannot be read at all', () => {
  it('is an error where nobody answers', async () => {
    const error = await failure(collectFrom('http://127.0.0.1:9'));
    expect(error.message).toBe('cannot read from http://127.0.0.1:9 (context nurse@ward): connection refused');
  });

  it('is an error where the certificate is not to be trusted', async () => {
    const server = await clinic({ tls: true });
    const untrusted = collectFrom(server.url, { cluster: { 'certificate-authority-data': undefined } });
    expect((await failure(untrusted)).message).toContain("the server's certificate is self-signed");
    expect(server.requests).toEqual([]);
  });

  it('is an error where the credentials do not count, and nothing of them is shown', async () => {
    const server = await clinic({ tls: true });
    server.on('/version', ({ header }) => ({ status: 401, json: { kind: 'Status', message: `who is ${header('authorization')[0]}?` } }));
    const error = await failure(collectFrom(server.url));
    expect(error.message).toBe(`${server.url} (context nurse@ward) does not accept the credentials (401)`);
    expect(server.requests).toHaveLength(1);
  });

  it('is an error where the impersonation is refused', async () => {
    const server = await clinic();
    const message = 'users "matron" is forbidden: User "nurse" cannot impersonate resource "users" in API group "" at the cluster scope';
    server.on('/version', () => ({ status: 403, json: { kind: 'Status', message, details: { name: 'matron', kind: 'users' } } }));
    const error = await failure(collectFrom(server.url, { flags: { as: 'matron' } }));
    expect(error.message).toContain('refuses the impersonation: User "nurse" cannot impersonate resource "users"');
  });

  it('is an error where what answers is no API server', async () => {
    const login = await startFakeApiServer();
    for (const path of ['/version', `${rbac}/roles`]) login.on(path, () => ({ text: '<html>Log in' }));
    expect((await failure(collectFrom(login.url))).message).toContain('the answer is no JSON');

    const empty = await startFakeApiServer();
    for (const path of [
      '/version',
      '/api',
      '/apis',
      ...['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'].map((name) => `${rbac}/${name}`),
    ]) {
      empty.on(path, () => ({ status: 404, text: 'Not here' }));
    }
    expect((await failure(collectFrom(empty.url))).message).toMatch(/^nothing could be read from http:.*: 404 Not Found$/);
  });

  it('is an error when it takes too long', async () => {
    const server = await startFakeApiServer();
    server.on('/version', () => ({ silent: true }));
    expect((await failure(collectFrom(server.url, { flags: { requestTimeout: 50 } }))).message).toContain('no whole answer within 50 ms');
  });
});

describe('who asks', () => {
  const authorization = (server: FakeApiServer) => new Set(server.requests.map(({ header }) => header('authorization').join()));

  it('is known by token, by token file before it, or by password', async () => {
    const file = join(await temporaryFolder(), 'token');
    await writeFile(file, 'from-file\n');
    for (const [user, expected] of [
      [{ token }, `Bearer ${token}`],
      [{ token, tokenFile: file }, 'Bearer from-file'],
      [{ username: 'nurse', password: 'pä:ss' }, `Basic ${Buffer.from('nurse:pä:ss').toString('base64')}`],
    ] as const) {
      const server = await clinic({ tls: true });
      await collectFrom(server.url, { user });
      expect(authorization(server)).toEqual(new Set([expected]));
    }
  });

  it('is known by certificate, as data before a file, or from an exec plugin', async () => {
    const folder = await temporaryFolder();
    const [file, keyFile, plugin] = [join(folder, 'nurse.crt'), join(folder, 'nurse.key'), join(folder, 'login')];
    await writeFile(file, certificate);
    await writeFile(keyFile, key);
    const apiVersion = 'client.authentication.k8s.io/v1';
    const credential = { kind: 'ExecCredential', apiVersion, status: { clientCertificateData: certificate, clientKeyData: key } };
    await writeFile(plugin, `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify(credential))})`);
    await chmod(plugin, 0o700);
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    for (const user of [
      { 'client-certificate': file, 'client-key': keyFile },
      {
        'client-certificate': '/gone',
        'client-key': '/gone',
        'client-certificate-data': base64(certificate),
        'client-key-data': base64(key),
      },
      { exec: { apiVersion, command: plugin } },
    ]) {
      const server = await clinic({ tls: true });
      await collectFrom(server.url, { user });
      expect(new Set(server.requests.map(({ certifiedName }) => certifiedName))).toEqual(new Set(['loopback test server']));
    }
  });

  it('is known by an exec plugin, which runs once', async () => {
    const folder = await temporaryFolder();
    const plugin = join(folder, 'login');
    const apiVersion = 'client.authentication.k8s.io/v1beta1';
    const credential = JSON.stringify({ kind: 'ExecCredential', apiVersion, status: { token: 'from-plugin' } });
    await writeFile(plugin, `#!/bin/sh\necho ran >> ${folder}/log\necho '${credential}'\n`);
    await chmod(plugin, 0o700);
    const server = await clinic({ tls: true });
    const { said } = await collectFrom(server.url, { user: { token, exec: { apiVersion, command: plugin } } });
    expect(authorization(server)).toEqual(new Set(['Bearer from-plugin']));
    expect(said).toContain(`running the credential plugin ${plugin}`);
    expect(await readFile(join(folder, 'log'), 'utf8')).toBe('ran\n');
  });

  it('stays unknown over plain http, where secrets would be readable', async () => {
    const server = await clinic();
    await collectFrom(server.url, { user: { token, username: 'nurse', password: token, exec: { command: '/not/started' } } });
    expect(authorization(server)).toEqual(new Set(['']));
  });

  it('is an error where a file with credentials is missing', async () => {
    const server = await clinic({ tls: true });
    for (const [user, file] of [
      [{ tokenFile: '/gone/token' }, '/gone/token'],
      [{ 'client-certificate': '/gone/nurse.crt', 'client-key': '/gone/nurse.key' }, '/gone/nurse.crt'],
    ] as const) {
      expect((await failure(collectFrom(server.url, { user }))).message).toBe(
        `no credentials for the user nurse: cannot read ${file} (ENOENT)`,
      );
    }
  });

  it('can be someone else: each group in a header of its own, names in UTF-8', async () => {
    const server = await clinic();
    await collectFrom(server.url, { flags: { as: 'jürgen', asUid: '7', asGroups: ['developers, qa', 'system:masters'] } });
    for (const { header } of server.requests) {
      expect(header('impersonate-user').map((value) => Buffer.from(value, 'latin1').toString('utf8'))).toEqual(['jürgen']);
      expect(header('impersonate-uid')).toEqual(['7']);
      expect(header('impersonate-group')).toEqual(['developers, qa', 'system:masters']);
    }
  });

  it('cannot be someone with line breaks in the name', async () => {
    const server = await clinic();
    const smuggled = collectFrom(server.url, { flags: { as: 'jane\r\nImpersonate-Group: system:masters' } });
    expect((await failure(smuggled)).message).toBe('a name to impersonate holds control characters');
    expect(server.requests).toEqual([]);
  });
});

describe('the way to the server', () => {
  /** A proxy that brings every tunnel to one server, and remembers where it was asked to go. */
  async function startProxy(target: string) {
    const asked: string[] = [];
    const sockets = new Set<Socket>();
    const proxy = createServer().on('connect', (request, client: Socket) => {
      asked.push(request.url ?? '');
      const upstream = connect(Number(new URL(target).port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
      }
    });
    const port = await new Promise<number>((done) => {
      proxy.listen(0, '127.0.0.1', () => {
        const address = proxy.address();
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    onTestFinished(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => proxy.close(done));
    });
    return { url: `http://127.0.0.1:${port}`, asked };
  }

  it('leads through the proxy of the kubeconfig', async () => {
    const server = await clinic({ tls: true });
    const proxy = await startProxy(server.url);
    const { gaps } = await collectFrom('https://apiserver.clinic.test:6443', { cluster: { 'proxy-url': proxy.url } });
    expect(gaps).toEqual([]);
    expect(new Set(proxy.asked)).toEqual(new Set(['apiserver.clinic.test:6443']));
    expect(server.requests[0]?.header('authorization')).toEqual([`Bearer ${token}`]);
  });

  it('leads through the proxy of the environment, unless NO_PROXY says otherwise', async () => {
    const server = await clinic({ tls: true });
    const proxy = await startProxy(server.url);
    const env = { HTTPS_PROXY: proxy.url };
    await collectFrom('https://apiserver.clinic.test:6443', { machine: { env } });
    const asked = proxy.asked.length;
    expect(asked).toBeGreaterThan(0);
    // Nobody has this name: the direct way ends in an error.
    const machine = { env: { ...env, NO_PROXY: '.clinic.test' } };
    await failure(collectFrom('https://apiserver.clinic.test:6443', { machine, flags: { requestTimeout: 2000 } }));
    expect(proxy.asked).toHaveLength(asked);
  });

  it('is an error where the proxy refuses it', async () => {
    const proxy = createServer().on('connect', (_request, client: Socket) =>
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    );
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    onTestFinished(() => new Promise<void>((done) => proxy.close(() => done())));
    const address = proxy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = collectFrom('https://apiserver.clinic.test', { cluster: { 'proxy-url': `http://127.0.0.1:${port}` } });
    expect((await failure(refused)).message).toContain('the proxy answered 407');
  });

  it('checks the certificate for the name that the kubeconfig gives', async () => {
    const server = await clinic({ tls: true });
    expect((await collectFrom(server.url, { cluster: { 'tls-server-name': 'apiserver.clinic.test' } })).gaps).toEqual([]);
    const wrong = collectFrom(server.url, { cluster: { 'tls-server-name': 'other.clinic.test' } });
    expect((await failure(wrong)).message).toContain("the server's certificate is for another name");
  });

  it('skips the check where the kubeconfig says so', async () => {
    const server = await clinic({ tls: true });
    const { gaps } = await collectFrom(server.url, {
      cluster: { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true },
    });
    expect(gaps).toEqual([]);
  });
});
