import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { Actor, type Answer } from './actor.ts';
import { type ApiServer, startApiServer } from './apiserver.ts';
import { assets } from './assets.ts';
import { binding, group, user } from './clinic.ts';
import { dump, settled } from './dump.ts';
import { type Manifest, seed } from './seed.ts';

const rbac = 'rbac.authorization.k8s.io';
const paths = {
  namespaces: '/api/v1/namespaces',
  shop: '/api/v1/namespaces/shop',
  clusterRoles: `/apis/${rbac}/v1/clusterroles`,
  clusterRoleBindings: `/apis/${rbac}/v1/clusterrolebindings`,
  roleBindings: `/apis/${rbac}/v1/namespaces/shop/rolebindings`,
};
const tillUser = 'system:serviceaccount:shop:till';
const everyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

const rule = (verbs: string, apiGroup: string, resources: string, names?: string) => ({
  verbs: verbs.split(' '),
  apiGroups: [apiGroup],
  resources: resources.split(' '),
  ...(names === undefined ? {} : { resourceNames: names.split(' ') }),
});
const clusterRole = (name: string, ...rules: object[]): Manifest => ({
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});
const ines = [user('ines')];
/** Rights of User ines, everywhere or in the namespace shop. */
const everywhere = (name: string, ...rules: object[]) => [clusterRole(name, ...rules), binding(name, `ClusterRole/${name}`, ines)];
const inShop = (name: string, ...rules: object[]) => [clusterRole(name, ...rules), binding(name, `ClusterRole/${name}`, ines, 'shop')];
const till = { kind: 'ServiceAccount', namespace: 'shop', name: 'till' };
const tillIsAdmin = binding('till', 'ClusterRole/cluster-admin', [till]);
const bindingOf = (name: string, role: string, subject: object, namespace?: string) =>
  binding(name, `ClusterRole/${role}`, [subject], namespace);

/** What is done hop by hop, from User ines on; each step gives who one is then. */
type Steps = ((actor: Actor) => Promise<Actor>)[];

interface Case {
  name: string;
  objects: Manifest[];
  /** The hops that are reported. */
  hops: string[];
  steps: Steps;
}

describe.skipIf(assets === undefined)('chains, reported from the dump of a cluster and carried out on it', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-chains-'));
  let server: ApiServer;
  let seeded: Manifest[] = [];
  let proofs = 0;

  beforeAll(async () => {
    server = await startApiServer(
      assets ?? '',
      new Map([
        ['ines', []],
        ['jonas', []],
      ]),
    );
    await seed(server, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'shop', name: 'till' } },
    ]);
    await settled(server);
  }, 240_000);

  afterEach(async () => {
    for (const { kind, metadata } of [...seeded].reverse()) {
      const plural = `${kind.toLowerCase()}s`;
      const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
      await server.call('DELETE', `/apis/${rbac}/v1${scope}/${plural}/${metadata.name}`, undefined, [404]);
    }
    seeded = [];
    await untilNothingIsLeft(new Actor(server, server.token('ines')));
  });

  /** Waits until the authorizer has forgotten what the test granted, but for what everybody has. */
  async function untilNothingIsLeft(actor: Actor): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { body } = await actor.post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { spec: { namespace: 'shop' } });
      const { resourceRules } = body.status as { resourceRules: { apiGroups: string[] }[] };
      if (resourceRules.every(({ apiGroups }) => apiGroups.join() === 'authorization.k8s.io')) return;
      await sleep(50);
    }
    throw new Error('rights of a test are left');
  }

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function place(objects: Manifest[]): Promise<void> {
    await seed(server, objects);
    seeded = objects;
  }

  /** The kinds of the hops that the tool reports for User ines, from nothing but a dump. */
  async function reported(): Promise<string[] | undefined> {
    const file = join(folder, 'dump.json');
    writeFileSync(file, JSON.stringify(await dump(server)));
    const { stdout, stderr, exitCode } = await run(
      `paths user:ines --to cluster-admin --format json -q --kubernetes-version 1.20 -f ${file}`,
    );
    expect(exitCode, stderr).toBe(0);
    const answer = JSON.parse(stdout) as { subjects: { chains: { hops: { kind: string }[] }[] }[] };
    return answer.subjects[0]?.chains[0]?.hops.map(({ kind }) => kind);
  }

  /** What only an administrator may do, and does with a new name each time. */
  function proof(actor: Actor): Promise<Answer> {
    return actor.post(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `proof-${proofs++}` } });
  }

  /** Asks until it is not forbidden any more: the server's authorizer sees changes a moment later. */
  async function allowed(ask: () => Promise<Answer>, status: number): Promise<Answer['body']> {
    let answer = await ask();
    for (let attempt = 0; attempt < 100 && answer.status === 403; attempt++) {
      await sleep(50);
      answer = await ask();
    }
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    return answer.body;
  }
  const done = (ask: () => Promise<Answer>) => allowed(ask, 201);
  const changed = (ask: () => Promise<Answer>) => allowed(ask, 200);

  async function refused(answer: Promise<Answer>): Promise<void> {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).toBe(403);
  }

  const text = (value: unknown, ...keys: string[]): string =>
    String(keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value) ?? '');

  /** The token that a token Secret is filled with after a moment. */
  async function tokenOf(actor: Actor, secret: string): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const token = text(await changed(() => actor.get(`${paths.shop}/secrets/${secret}`)), 'data', 'token');
      if (token !== '') return Buffer.from(token, 'base64').toString();
      await sleep(100);
    }
    throw new Error(`the Secret ${secret} stays empty`);
  }

  const requestToken = async (actor: Actor): Promise<Actor> => {
    return new Actor(
      server,
      text(await done(() => actor.post(`${paths.shop}/serviceaccounts/till/token`, { spec: {} })), 'status', 'token'),
    );
  };
  const stay = async (actor: Actor): Promise<Actor> => actor;
  const tokenSecret = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: { name, annotations: { 'kubernetes.io/service-account.name': 'till' } },
  });

  const cases: Case[] = [
    {
      name: 'a token by TokenRequest',
      objects: [tillIsAdmin, ...inShop('desk', rule('create', '', 'serviceaccounts/token', 'till'))],
      hops: ['token', 'everything'],
      steps: [requestToken, stay],
    },
    {
      name: 'a token Secret, made and read',
      objects: [tillIsAdmin, ...inShop('desk', rule('create', '', 'secrets')), ...inShop('reader', rule('get', '', 'secrets', 'mine'))],
      hops: ['token-secret', 'everything'],
      steps: [
        async (actor) => {
          await refused(actor.get(`${paths.shop}/secrets`));
          await done(() => actor.post(`${paths.shop}/secrets`, tokenSecret('mine')));
          return new Actor(server, await tokenOf(actor, 'mine'));
        },
        stay,
      ],
    },
    {
      name: 'a token Secret, applied under the one name that is allowed',
      objects: [tillIsAdmin, ...inShop('desk', rule('create patch get', '', 'secrets', 'applied'))],
      hops: ['token-secret', 'everything'],
      steps: [
        async (actor) => {
          await refused(actor.post(`${paths.shop}/secrets`, tokenSecret('applied')));
          await refused(actor.apply(`${paths.shop}/secrets/other`, tokenSecret('other')));
          await done(() => actor.apply(`${paths.shop}/secrets/applied`, tokenSecret('applied')));
          return new Actor(server, await tokenOf(actor, 'applied'));
        },
        stay,
      ],
    },
    {
      name: 'the token Secret that every ServiceAccount has in this version',
      objects: [tillIsAdmin, ...inShop('desk', rule('list', '', 'secrets'))],
      hops: ['legacy-token', 'everything'],
      steps: [
        async (actor) => {
          const { items } = (await changed(() => actor.get(`${paths.shop}/secrets`))) as {
            items: { metadata: { annotations?: Record<string, string> }; data?: Record<string, string> }[];
          };
          const own = items.find(({ metadata }) => metadata.annotations?.['kubernetes.io/service-account.name'] === 'till');
          return new Actor(server, Buffer.from(own?.data?.token ?? '', 'base64').toString());
        },
        stay,
      ],
    },
    {
      name: 'impersonation of a ServiceAccount in its namespace',
      objects: [tillIsAdmin, ...inShop('desk', rule('impersonate', '', 'serviceaccounts'))],
      hops: ['impersonate-account', 'everything'],
      steps: [
        async (actor) => {
          await refused(actor.as('system:serviceaccount:kube-system:default').get(paths.namespaces));
          await refused(actor.as('admin').get(paths.namespaces));
          return actor.as(tillUser);
        },
        stay,
      ],
    },
    {
      name: 'impersonation of system:masters, together with some user',
      objects: everywhere('desk', rule('impersonate', '', 'groups'), rule('impersonate', '', 'users', 'jonas')),
      hops: ['impersonate-group', 'superuser'],
      steps: [
        async (actor) => {
          await refused(proof(actor.as('jonas')));
          expect((await actor.as(undefined, 'system:masters').get(paths.namespaces)).status).toBe(500);
          return actor.as('jonas', 'system:masters');
        },
        stay,
      ],
    },
    {
      name: 'bind, and a new ClusterRoleBinding',
      objects: everywhere('desk', rule('bind', rbac, 'clusterroles', 'cluster-admin'), rule('create', rbac, 'clusterrolebindings')),
      hops: ['bind'],
      steps: [
        async (actor) => {
          await refused(actor.post(paths.clusterRoleBindings, bindingOf('other', 'admin', user('ines'))));
          await done(() => actor.post(paths.clusterRoleBindings, bindingOf('mine', 'cluster-admin', user('ines'))));
          return actor;
        },
      ],
    },
    {
      name: 'bind, and the subjects of a binding that is there',
      objects: [
        bindingOf('oncall', 'cluster-admin', group('oncall')),
        ...everywhere('desk', rule('bind', rbac, 'clusterroles', 'cluster-admin'), rule('patch', rbac, 'clusterrolebindings', 'oncall')),
      ],
      hops: ['bind'],
      steps: [
        async (actor) => {
          await refused(actor.patch(`${paths.clusterRoleBindings}/desk`, { subjects: ines }));
          await changed(() => actor.patch(`${paths.clusterRoleBindings}/oncall`, { subjects: ines }));
          return actor;
        },
      ],
    },
    {
      name: 'bind in one namespace, a token there, and its rights',
      objects: [tillIsAdmin, ...inShop('desk', rule('bind', rbac, 'clusterroles'), rule('create', rbac, 'rolebindings'))],
      hops: ['bind', 'token', 'everything'],
      steps: [
        async (actor) => {
          await refused(actor.post(`${paths.shop}/serviceaccounts/till/token`, { spec: {} }));
          await done(() => actor.post(paths.roleBindings, bindingOf('mine', 'cluster-admin', user('ines'), 'shop')));
          return actor;
        },
        requestToken,
        stay,
      ],
    },
    {
      name: 'escalate, and a role of one’s own',
      objects: everywhere('desk', rule('escalate patch', rbac, 'clusterroles', 'desk')),
      hops: ['escalate'],
      steps: [
        async (actor) => {
          await refused(actor.patch(`${paths.clusterRoles}/view`, { rules: [everyRule] }));
          await changed(() => actor.patch(`${paths.clusterRoles}/desk`, { rules: [everyRule] }));
          return actor;
        },
      ],
    },
    {
      name: 'a label that aggregates into a role of one’s own',
      objects: [...everywhere('desk', rule('escalate create', rbac, 'clusterroles')), bindingOf('viewer', 'view', user('ines'))],
      hops: ['aggregate'],
      steps: [
        async (actor) => {
          const labels = { [`${rbac}/aggregate-to-view`]: 'true' };
          await done(() =>
            actor.post(paths.clusterRoles, { ...clusterRole('injected', everyRule), metadata: { name: 'injected', labels } }),
          );
          return actor;
        },
      ],
    },
    {
      name: 'the role that a binding waits for',
      objects: [...everywhere('desk', rule('escalate create', rbac, 'clusterroles')), bindingOf('waiting', 'gone', user('ines'))],
      hops: ['claim-role'],
      steps: [
        async (actor) => {
          await done(() => actor.post(paths.clusterRoles, clusterRole('gone', everyRule)));
          return actor;
        },
      ],
    },
  ];

  it.each(cases)('$name', async ({ objects, hops, steps }) => {
    await place(objects);
    seeded.push(
      ...['injected', 'gone'].map((name) => clusterRole(name)),
      bindingOf('mine', 'x', till),
      bindingOf('mine', 'x', till, 'shop'),
    );
    let actor = new Actor(server, server.token('ines'));
    await refused(proof(actor));

    expect(await reported()).toEqual(hops);
    expect(steps.length).toBe(hops.length);
    for (const step of steps) actor = await step(actor);

    await done(() => proof(actor));
  });

  const negatives: [string, Manifest[], (actor: Actor) => Promise<Answer>][] = [
    [
      'a binding without bind',
      everywhere('desk', rule('create', rbac, 'clusterrolebindings')),
      (actor) => actor.post(paths.clusterRoleBindings, bindingOf('mine', 'cluster-admin', user('ines'))),
    ],
    [
      'a role without escalate',
      everywhere('desk', rule('patch', rbac, 'clusterroles')),
      (actor) => actor.patch(`${paths.clusterRoles}/desk`, { rules: [everyRule] }),
    ],
    [
      'a label without escalate',
      [...everywhere('desk', rule('create', rbac, 'clusterroles')), bindingOf('viewer', 'view', user('ines'))],
      (actor) =>
        actor.post(paths.clusterRoles, {
          ...clusterRole('injected', everyRule),
          metadata: { name: 'injected', labels: { [`${rbac}/aggregate-to-view`]: 'true' } },
        }),
    ],
    [
      'a new role with escalate for its name, which a request to create does not have',
      [
        ...everywhere('desk', rule('create', rbac, 'clusterroles'), rule('escalate', rbac, 'clusterroles', 'gone')),
        bindingOf('waiting', 'gone', user('ines')),
      ],
      (actor) => actor.post(paths.clusterRoles, clusterRole('gone', everyRule)),
    ],
    [
      'a token of a ServiceAccount of another name',
      [tillIsAdmin, ...inShop('desk', rule('create', '', 'serviceaccounts/token', 'cart'))],
      (actor) => actor.post(`${paths.shop}/serviceaccounts/till/token`, { spec: {} }),
    ],
    [
      'a token Secret by name, which a request to create does not have',
      [tillIsAdmin, ...inShop('desk', rule('create', '', 'secrets', 'mine'), rule('get', '', 'secrets', 'mine'))],
      (actor) => actor.post(`${paths.shop}/secrets`, tokenSecret('mine')),
    ],
    [
      'impersonation of users by a RoleBinding',
      [bindingOf('boss', 'cluster-admin', user('jonas')), ...inShop('desk', rule('impersonate', '', 'users groups'))],
      (actor) => actor.as('jonas').get(paths.namespaces),
    ],
  ];

  it.each(negatives)('neither reported nor allowed: %s', async (_, objects, attempt) => {
    await place(objects);
    const actor = new Actor(server, server.token('ines'));
    expect(await reported()).toBeUndefined();
    await refused(attempt(actor));
    await refused(proof(actor));
  });
});
