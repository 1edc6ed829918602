import { copyFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { applied } from '../../src/generator/apply.ts';
import type { Proposal } from '../../src/model/proposal.ts';
import type { Request } from '../../src/model/request.ts';
import { randomRequests } from '../analyzer/questions/random-requests.ts';
import { accessTo } from '../analyzer/snapshot.ts';
import { run } from '../cli/run.ts';
import { type ApiServer, startApiServer } from './apiserver.ts';
import { assets } from './assets.ts';
import { dump } from './dump.ts';
import { type Manifest, seed } from './seed.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
const account = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
const groupsOf = (namespace: string) => ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];

const deployer = account('ci', 'deployer');
const operator = account('databases', 'operator');
const agent = account('monitoring', 'agent');
const fax = account('clinic', 'default');

/** Everybody of whom the log will tell, with the groups that an authenticator gives them. */
const users = new Map<string, readonly string[]>([
  [deployer, groupsOf('ci')],
  [operator, groupsOf('databases')],
  [agent, groupsOf('monitoring')],
  [fax, groupsOf('clinic')],
  ['jonas', ['shop-devs']],
  ['wen', ['platform-oncall']],
]);

const namespaces = ['shop', 'clinic', 'ci', 'databases', 'monitoring'];

/** Roles that are too broad for everybody. */
const objects: Manifest[] = [
  ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  bound('ClusterRoleBinding', 'deployer', 'cluster-admin', { kind: 'ServiceAccount', namespace: 'ci', name: 'deployer' }),
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'operator' },
    rules: [{ apiGroups: ['apps', 'coordination.k8s.io', ''], resources: ['*'], verbs: ['*'] }],
  },
  bound('ClusterRoleBinding', 'operator', 'operator', { kind: 'ServiceAccount', namespace: 'databases', name: 'operator' }),
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'scraper' },
    rules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
  },
  bound('ClusterRoleBinding', 'agent', 'view', { kind: 'ServiceAccount', namespace: 'monitoring', name: 'agent' }),
  bound('ClusterRoleBinding', 'scraper', 'scraper', { kind: 'ServiceAccount', namespace: 'monitoring', name: 'agent' }),
  bound('RoleBinding', 'fax', 'admin', { kind: 'ServiceAccount', namespace: 'clinic', name: 'default' }, 'clinic'),
  bound('RoleBinding', 'devs', 'edit', { apiGroup, kind: 'Group', name: 'shop-devs' }, 'shop'),
  bound('ClusterRoleBinding', 'oncall', 'cluster-admin', { apiGroup, kind: 'Group', name: 'platform-oncall' }),
];

function bound(kind: string, name: string, role: string, subject: object, namespace?: string): Manifest {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion: rbac, kind, metadata, roleRef: { apiGroup, kind: 'ClusterRole', name: role }, subjects: [subject] };
}

interface Call {
  user: string;
  method: string;
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

const apply = { 'Content-Type': 'application/apply-patch+yaml' };
const merge = { 'Content-Type': 'application/merge-patch+json' };
const config = (namespace: string, name: string, data = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});
const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'leader', namespace: 'databases' }, spec: {} };

/** What they do, as if it were a month. */
const traffic: Call[] = [
  { user: deployer, method: 'GET', path: '/api/v1/namespaces/shop/configmaps/release' },
  { user: deployer, method: 'POST', path: '/api/v1/namespaces/shop/configmaps', body: config('shop', 'release') },
  {
    user: deployer,
    method: 'PATCH',
    path: '/api/v1/namespaces/shop/configmaps/banner?fieldManager=ci&force=true',
    body: config('shop', 'banner'),
    headers: apply,
  },
  { user: deployer, method: 'PATCH', path: '/api/v1/namespaces/shop/configmaps/release', body: { data: { version: '2' } }, headers: merge },
  { user: deployer, method: 'GET', path: '/apis/apps/v1/namespaces/shop/deployments?limit=500' },
  { user: deployer, method: 'PUT', path: '/apis/apps/v1/namespaces/shop/deployments/cart/scale', body: {} },
  { user: operator, method: 'POST', path: '/apis/coordination.k8s.io/v1/namespaces/databases/leases', body: lease },
  { user: operator, method: 'GET', path: '/apis/coordination.k8s.io/v1/namespaces/databases/leases/leader' },
  {
    user: operator,
    method: 'PATCH',
    path: '/apis/coordination.k8s.io/v1/namespaces/databases/leases/leader',
    body: { spec: { holderIdentity: 'a' } },
    headers: merge,
  },
  { user: operator, method: 'GET', path: '/apis/apps/v1/statefulsets?limit=500' },
  { user: operator, method: 'GET', path: '/apis/apps/v1/statefulsets?watch=true&timeoutSeconds=1' },
  { user: operator, method: 'GET', path: '/api/v1/namespaces/shop/secrets/database-shop' },
  { user: operator, method: 'GET', path: '/apis/batch/v1/namespaces/shop/jobs' },
  { user: agent, method: 'GET', path: '/metrics' },
  { user: agent, method: 'GET', path: '/healthz?verbose' },
  { user: agent, method: 'GET', path: '/api/v1/pods?watch=true&timeoutSeconds=1' },
  { user: agent, method: 'GET', path: '/api/v1/nodes' },
  { user: agent, method: 'GET', path: '/api/v1/namespaces/shop/secrets' },
  { user: fax, method: 'GET', path: '/api/v1/namespaces/clinic/secrets/fax-password' },
  { user: fax, method: 'GET', path: '/api/v1/namespaces/clinic/configmaps?fieldSelector=metadata.name%3Dfax-lines' },
  { user: fax, method: 'GET', path: '/api/v1/namespaces/shop/configmaps' },
  { user: 'jonas', method: 'GET', path: '/api/v1/namespaces/shop/pods' },
  { user: 'jonas', method: 'GET', path: '/api/v1/namespaces/shop/pods/cart-6d4cf56db6-x7k2p/log' },
  { user: 'jonas', method: 'POST', path: '/api/v1/namespaces/shop/pods/cart-6d4cf56db6-x7k2p/exec?command=sh' },
  { user: 'jonas', method: 'POST', path: '/api/v1/namespaces/clinic/pods/records-1/exec?command=sh' },
  { user: 'jonas', method: 'DELETE', path: '/api/v1/namespaces/shop/configmaps?labelSelector=gone%3Dtrue' },
  { user: 'wen', method: 'GET', path: '/api/v1/nodes/n1' },
  { user: 'wen', method: 'PATCH', path: '/api/v1/namespaces/shop', body: { metadata: { labels: { seen: 'wen' } } }, headers: merge },
  {
    user: 'wen',
    method: 'GET',
    path: '/api/v1/namespaces/shop/pods',
    headers: { 'Impersonate-User': 'jonas', 'Impersonate-Group': 'shop-devs' },
  },
  { user: 'wen', method: 'DELETE', path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/left-over' },
];

interface Suggestion {
  proposals: {
    id: string;
    creates: Manifest[];
    removes: { kind: string; namespace?: string; name: string }[];
    subjects: { name: string }[];
  }[];
  usage: {
    subjects: {
      subject: { kind: string; namespace?: string; name: string };
      unused: {
        scope: string;
        rule: { verbs: string[]; apiGroups: string[]; resources: string[]; resourceNames: string[]; nonResourceURLs: string[] };
      }[];
    }[];
  };
}

describe.skipIf(assets === undefined)('roles out of the audit log of a real API server', { timeout: 240_000 }, () => {
  let server: ApiServer;
  let before: number[];
  let suggestion: Suggestion;
  /** What was granted before anything was applied. */
  let old: Access;

  beforeAll(async () => {
    server = await startApiServer(assets ?? '', users);
    await seed(server, objects);
    before = await replay();
    await copyFile(join(server.folder, 'audit.log'), join(server.folder, 'month.log'));
    const kubeconfig = await server.kubeconfig('admin');
    // Just what was used, so that everything else has to be refused.
    const drop = ['--generalise', 'none', ...['identity', 'delegation', 'admission'].flatMap((area) => ['--drop-unseen', area])];
    const outcome = await run([
      'suggest',
      '--audit-log',
      join(server.folder, 'month.log'),
      '--kubeconfig',
      kubeconfig,
      '-o',
      'json',
      '-q',
      ...drop,
    ]);
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    suggestion = JSON.parse(outcome.stdout);
    old = accessTo((await dump(server)).items, { input: 'cluster' });
    await carryOut(suggestion);
  }, 240_000);
  afterAll(() => server?.stop());

  /** The status of each call, one after the other. */
  async function replay(): Promise<number[]> {
    const statuses: number[] = [];
    for (const call of traffic) statuses.push(await ask(call));
    return statuses;
  }

  function ask({ user, method, path, body, headers }: Call): Promise<number> {
    return new Promise((done, fail) => {
      request(`${server.url}${path}`, {
        method,
        ca: server.certificate,
        headers: { Authorization: `Bearer ${server.token(user)}`, 'Content-Type': 'application/json', ...headers },
      })
        .on('response', (response) => {
          response.resume();
          response.on('close', () => done(response.statusCode ?? 0));
        })
        .on('error', fail)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** In the printed order: what is new, then what is edited, then what goes. */
  async function carryOut({ proposals }: Suggestion): Promise<void> {
    const creates = proposals.flatMap((proposal) => proposal.creates);
    await seed(server, creates);
    const made = new Set(creates.map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`));
    for (const { kind, namespace, name } of proposals.flatMap(({ removes }) => removes)) {
      if (made.has(`${kind}/${namespace ?? ''}/${name}`)) continue;
      const place = namespace === undefined ? '' : `namespaces/${namespace}/`;
      await server.call('DELETE', `/apis/${rbac}/${place}${kind.toLowerCase()}s/${name}`);
    }
  }

  /** The server's own answer to a SubjectAccessReview. */
  async function review(spec: object): Promise<boolean> {
    const question = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: { name: '' }, spec };
    const answer = await server.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', question);
    return JSON.stringify(answer).includes('"allowed":true');
  }

  const isAllowed = (status: number) => status !== 401 && status !== 403;

  it('are proposed for each of them, and only for them', () => {
    expect(suggestion.proposals.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'usage/Group/platform-oncall',
        'usage/Group/shop-devs',
        'usage/ServiceAccount/ci/deployer',
        'usage/ServiceAccount/clinic/default',
        'usage/ServiceAccount/databases/operator',
        'usage/ServiceAccount/monitoring/agent',
      ]),
    );
    expect(suggestion.proposals).toHaveLength(6);
  });

  it('allow what was allowed, and nothing of what was refused', async () => {
    // RBAC caches follow within a moment.
    await new Promise((done) => setTimeout(done, 1_500));
    const after = await replay();
    const changed = traffic.flatMap((call, index) =>
      isAllowed(before[index] ?? 0) === isAllowed(after[index] ?? 0)
        ? []
        : [`${call.user} ${call.method} ${call.path}: ${before[index]} -> ${after[index]}`],
    );
    expect(changed).toEqual([]);
    expect(before.filter(isAllowed).length).toBeGreaterThan(20);
    expect(before.filter((status) => !isAllowed(status)).length).toBeGreaterThan(3);
  });

  it('are what the proof says: the server answers thousands of requests as the proposals do on paper', async () => {
    const now = buildAccess(applied(old.snapshot, suggestion.proposals as unknown as Proposal[]));
    const requests = randomRequests(old, 1_000, 11).filter((request) => !JSON.stringify(request).includes('\\u0000'));
    const asked = [...users.keys()].flatMap((user) => requests.map((request) => ({ user, request })));
    const wrong: unknown[] = [];
    await inLanes(asked, async ({ user, request }) => {
      const answer = await review(specOf(user, request));
      if (answer !== now.allows({ user, groups: users.get(user) ?? [] }, request)) wrong.push({ user, request, answer });
    });
    expect(asked.length).toBeGreaterThan(5_000);
    expect(wrong).toEqual([]);
  });

  it('refuse what was not used', { timeout: 240_000 }, async () => {
    const asked = suggestion.usage.subjects.flatMap(({ subject, unused }) => {
      const spec = subject.kind === 'Group' ? { user: 'somebody', groups: [subject.name] } : identity(subject);
      return unused.flatMap(({ scope, rule }) => sarsOf(scope, rule).map((attributes) => ({ ...spec, ...attributes })));
    });
    const some = asked.filter((_, index) => index % Math.ceil(asked.length / 600) === 0);
    const allowed: unknown[] = [];
    await inLanes(some, async (spec) => {
      if (await review(spec)) allowed.push(spec);
    });
    expect(some.length).toBeGreaterThan(300);
    expect(allowed).toEqual([]);
  });
});

/** Does something with each item, eight at a time. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const lanes = 8;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (const item of items.filter((_, index) => index % lanes === lane)) await work(item);
    }),
  );
}

/** One request of somebody, as a SubjectAccessReview asks it. */
function specOf(user: string, request: Request): object {
  const groups = [...(users.get(user) ?? [])];
  if ('path' in request) return { user, groups, nonResourceAttributes: request };
  return { user, groups, resourceAttributes: request };
}

function identity({ namespace, name }: { namespace?: string; name: string }): { user: string; groups: string[] } {
  const user = namespace === undefined ? name : account(namespace, name);
  return { user, groups: [...(users.get(user) ?? [])] };
}

/** One question for each verb and resource of a rule, for a name that nobody has used. */
function sarsOf(scope: string, rule: Suggestion['usage']['subjects'][number]['unused'][number]['rule']): object[] {
  const namespace = scope === '*' ? 'somewhere' : scope;
  return rule.verbs.flatMap((verb) =>
    rule.apiGroups.flatMap((group) =>
      rule.resources.map((combined) => {
        const [resource = '', subresource = ''] = combined.split('/');
        return { resourceAttributes: { verb, group, resource, subresource, namespace, name: rule.resourceNames[0] ?? 'nobody-used-it' } };
      }),
    ),
  );
}
