import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, run } from '../cli/run.ts';
import { type ApiServer, startApiServer } from './apiserver.ts';
import { assets } from './assets.ts';
import { binding, group, user } from './clinic.ts';
import { dump, settled } from './dump.ts';
import { type Manifest, seed } from './seed.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const rule = (group: string, resources: string[], verbs: string[], resourceNames?: string[]) => ({
  apiGroups: [group],
  resources,
  verbs,
  ...(resourceNames ? { resourceNames } : {}),
});
const namespaces: Manifest[] = ['triage', 'surgery'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));

/** Roles that read, write and do more, bound to users, groups and ServiceAccounts, in namespaces and everywhere. */
const objects: Manifest[] = [
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'deployer', labels: { team: 'platform' }, annotations: { note: 'since spring' } },
    rules: [
      rule('apps', ['deployments', 'deployments/scale'], ['get', 'list', 'update']),
      rule('', ['configmaps', 'secrets'], ['get', 'create']),
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ],
  },
  {
    apiVersion: rbac,
    kind: 'Role',
    metadata: { name: 'nurse', namespace: 'triage' },
    rules: [rule('', ['pods', 'pods/exec'], ['get', 'create']), rule('', ['configmaps'], ['get', 'update'], ['rota'])],
  },
  {
    apiVersion: rbac,
    kind: 'Role',
    metadata: { name: 'porter', namespace: 'surgery', labels: { team: 'night' } },
    // Deployments are of the group apps, so that the second rule matches nothing.
    rules: [rule('', ['pods'], ['get', 'list']), rule('', ['deployments'], ['get'])],
  },
  binding('porters', 'Role/porter', [user('kim')], 'surgery'),
  binding('deployers', 'ClusterRole/deployer', [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'surgery' }]),
  binding('deploys-here', 'ClusterRole/deployer', [user('mara')], 'surgery'),
  binding('nurses', 'Role/nurse', [group('nurses'), user('kim')], 'triage'),
  binding('edits', 'ClusterRole/edit', [user('ines')], 'triage'),
];

/** What is asked before and after: each verb on each resource that some rule names, and on others, in each namespace and in none. */
const questions = ['', 'triage', 'surgery'].flatMap((namespace) =>
  ['get', 'list', 'create', 'update', 'delete'].flatMap((verb) =>
    [
      { group: '', resource: 'pods' },
      { group: '', resource: 'pods', subresource: 'exec' },
      { group: '', resource: 'secrets' },
      { group: '', resource: 'configmaps' },
      { group: '', resource: 'configmaps', name: 'rota' },
      { group: 'apps', resource: 'deployments' },
      { group: 'apps', resource: 'deployments', subresource: 'scale' },
    ].map((resourceAttributes) => ({ resourceAttributes: { namespace, verb, ...resourceAttributes } })),
  ),
);
const askers = [
  {
    user: 'system:serviceaccount:surgery:deployer',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:surgery', 'system:authenticated'],
  },
  { user: 'mara', groups: ['system:authenticated'] },
  { user: 'kim', groups: ['system:authenticated'] },
  { user: 'ines', groups: ['system:authenticated'] },
  { user: 'lee', groups: ['nurses', 'system:authenticated'] },
];

describe.skipIf(assets === undefined)('proposals on a real API server', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-roll-out-'));
  const out = join(folder, 'out');
  let server: ApiServer;
  let kubeconfig: string;
  let before: { rbac: Manifest[]; answers: string[] };

  beforeAll(async () => {
    server = await startApiServer(assets ?? '', new Map());
    kubeconfig = await server.kubeconfig('admin');
    await seed(server, [...namespaces, ...objects]);
    await settled(server);
    before = { rbac: await ownRbac(), answers: await answers() };
    const { exitCode, stderr } = await run(['suggest', '--kubeconfig', kubeconfig, '--out-dir', out]);
    expect(exitCode, stderr).toBe(0);
  }, 240_000);

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The RBAC objects that Kubernetes has not made, without what only a server writes. */
  async function ownRbac(): Promise<Manifest[]> {
    const { items } = await dump(server);
    const own = items.filter(
      ({ apiVersion, metadata }) =>
        apiVersion === rbac && !Object.hasOwn(metadata.labels ?? {}, 'kubernetes.io/bootstrapping') && !metadata.name.includes('system:'),
    );
    return own.map(({ metadata: { name, namespace, labels, annotations }, ...rest }) =>
      JSON.parse(JSON.stringify({ ...rest, metadata: { name, namespace, labels, annotations } })),
    );
  }

  async function answers(): Promise<string[]> {
    const asked = askers.flatMap((asker) =>
      [...questions, { nonResourceAttributes: { verb: 'get', path: '/metrics' } }].map((question) => ({ ...asker, ...question })),
    );
    const allowed: string[] = [];
    for (const spec of asked) {
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
      const { status } = (await server.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review)) as {
        status: { allowed: boolean };
      };
      if (status.allowed) allowed.push(JSON.stringify(spec));
    }
    return allowed;
  }

  /** The objects of a folder in the order in which kubectl takes its files. */
  function objectsOf(name: string): Manifest[] {
    const files = readdirSync(join(out, name))
      .filter((file) => file.endsWith('.yaml'))
      .sort();
    return files.flatMap((file) => loadAll(readFileSync(join(out, name, file), 'utf8')) as Manifest[]);
  }

  const collectionOf = ({ kind, metadata: { namespace } }: Manifest): string =>
    `/apis/${rbac}/${namespace === undefined ? '' : `namespaces/${namespace}/`}${kind.toLowerCase()}s`;

  async function create(name: string): Promise<void> {
    for (const object of objectsOf(name)) await server.call('POST', collectionOf(object), object);
  }

  async function replace(name: string): Promise<void> {
    for (const object of objectsOf(name)) await server.call('PUT', `${collectionOf(object)}/${object.metadata.name}`, object);
  }

  async function remove(name: string): Promise<void> {
    for (const object of objectsOf(name)) await server.call('DELETE', `${collectionOf(object)}/${object.metadata.name}`);
  }

  it('are created, then the old objects go, and nobody is without a right in between', async () => {
    expect(before.answers.length).toBeGreaterThan(50);
    await create('create');
    expect(await answers()).toEqual(before.answers);
    await replace('edit');
    await remove('remove');
    expect(await answers()).toEqual(before.answers);
    const porter = (await ownRbac()).find(({ kind, metadata: { name } }) => kind === 'Role' && name === 'porter');
    expect(porter?.rules).toEqual([rule('', ['pods'], ['get', 'list'])]);
    const names = (await ownRbac()).map(({ kind, metadata: { name } }) => `${kind}/${name}`);
    expect(names).toEqual(expect.arrayContaining(['ClusterRole/deployer-read', 'RoleBinding/nurses-privileged']));
    for (const gone of ['ClusterRole/deployer', 'Role/nurse', 'ClusterRoleBinding/deployers', 'RoleBinding/edits'])
      expect(names).not.toContain(gone);
  });

  it('leave nothing to propose', async () => {
    expect(await run(['suggest', '--kubeconfig', kubeconfig, '-o', 'table'])).toMatchObject({ exitCode: 0, stdout: 'No proposals.\n' });
  });

  it('can be taken back: every object is as it was', async () => {
    await create('rollback');
    await replace('rollback/edit');
    await remove('create');
    expect(await answers()).toEqual(before.answers);
    expect(await ownRbac()).toEqual(before.rbac);
  });

  const kubectl = join(assets ?? '', 'kubectl');

  it.skipIf(!existsSync(kubectl))('are carried out by the very commands of the README', async () => {
    const readme = readFileSync(join(out, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, lines = '']) => lines);
    const tools = `kubectl() { "${kubectl}" "$@"; }; rbac-audit() { "${process.execPath}" "${join(projectRoot, 'bin/run.js')}" "$@"; }; set -e`;
    const said = execFileSync('bash', ['-c', `${tools}\n${blocks.join('\n')}`], {
      cwd: out,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const questions = blocks
      .join('')
      .split('\n')
      .filter((line) => line.includes(' can-i '));
    expect(said.split('\n').filter((line) => line === 'yes')).toHaveLength(questions.length);
    expect(await ownRbac()).toEqual(before.rbac);
  });

  it('are a patch for an empty folder, below the objects that they replace', async () => {
    const { stdout } = await run(['suggest', '--kubeconfig', kubeconfig, '-o', 'diff']);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    execFileSync('git', ['apply'], { cwd: empty, input: stdout });
    const made = readdirSync(join(empty, 'rbac')).flatMap((file) => loadAll(readFileSync(join(empty, 'rbac', file), 'utf8')) as Manifest[]);
    const keyOf = ({ kind, metadata: { namespace = '', name } }: Manifest): string => `${kind}/${namespace}/${name}`;
    const byKey = (some: readonly Manifest[]) => new Map(some.map((object) => [keyOf(object), object]));
    expect(byKey(made)).toEqual(byKey([...objectsOf('create'), ...objectsOf('edit')]));
    expect(stdout).toContain('# ClusterRole/deployer goes:\n# -apiVersion: rbac.authorization.k8s.io/v1\n');
    expect(stdout).not.toMatch(/uid|resourceVersion|managedFields|creationTimestamp/);
  });
});
