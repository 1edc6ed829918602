import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collected, type ConnectionFlags, collectCluster } from '../../src/collector/cluster/collect.ts';
import { parseDiscovery } from '../../src/collector/discovery.ts';
import { UserError } from '../../src/model/error.ts';
import { type ApiServer, type AuditEvent, startApiServer } from './apiserver.ts';
import { assets } from './assets.ts';
import { binding, clinic, group, user } from './clinic.ts';
import { discoveryDocuments, dump, settled } from './dump.ts';
import { type Manifest, seed } from './seed.ts';

interface Rule {
  apiGroups?: string[];
  resources?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

type ReaderRole = Manifest & { rules: Rule[] };

const reader = load(await readFile(new URL('../../docs/rbac/reader.yaml', import.meta.url), 'utf8')) as ReaderRole;
const readerRef = `ClusterRole/${reader.metadata.name}` as const;

const users = new Map([
  ['auditor', []],
  ['visitor', []],
  ['nurse', ['nurses']],
  ['delegate', []],
]);

const allKinds = [
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Namespace', 'ServiceAccount', 'CustomResourceDefinition'],
  ...['Pod', 'ReplicationController', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'Job', 'CronJob'],
];

describe.skipIf(assets === undefined)('a real API server', { timeout: 120_000 }, () => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await startApiServer(assets ?? '', users);
    const batch = (await server.call('GET', '/apis/batch/v1')) as { resources: { name: string }[] };
    const cronJobVersion = batch.resources.some(({ name }) => name === 'cronjobs') ? 'batch/v1' : 'batch/v1beta1';
    await seed(server, [...clinic(cronJobVersion), reader, binding('audit', readerRef, [user('auditor'), group('clinic-auditors')])]);
    await settled(server);
  }, 120_000);

  afterAll(() => server?.stop());

  async function collectAs(name: string, flags: Partial<ConnectionFlags> = {}): Promise<Collected> {
    const kubeconfig = await server.kubeconfig(name);
    const all: ConnectionFlags = { kubeconfig, asGroups: [], requestTimeout: 30_000, chunkSize: 500, workloads: true, ...flags };
    return collectCluster(all, () => {});
  }

  /** What an object says about access, by its name. */
  function contents(objects: readonly { [field: string]: unknown }[]): Map<string, unknown> {
    return new Map(
      objects.map(({ kind, apiVersion, metadata, rules, subjects, roleRef, aggregationRule }) => {
        const {
          namespace = '',
          name,
          labels,
          annotations,
        } = metadata as { namespace?: string; name: string; labels?: object; annotations?: object };
        return [`${kind} ${namespace}/${name}`, { apiVersion, labels, annotations, rules, subjects, roleRef, aggregationRule }];
      }),
    );
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
      await sleep(50);
    }
  }

  it('is read wholly: every object, as a dump has it, the version and what is served', async () => {
    const collected = await collectAs('admin');
    expect(collected).toMatchObject({ source: `${server.url} (context admin@e2e)`, gaps: [], limitations: [] });
    expect([...collected.complete].sort()).toEqual([...allKinds].sort());

    const live = contents(collected.objects.map(({ value }) => value));
    for (const [name, content] of contents((await dump(server)).items)) expect([name, live.get(name)]).toEqual([name, content]);
    for (const kind of allKinds) expect([...live.keys()].some((name) => name.startsWith(`${kind} `))).toBe(true);

    const { gitVersion } = (await server.call('GET', '/version')) as { gitVersion: string };
    expect(`v${collected.kubernetesVersion}`).toBe(gitVersion);
    expect(collected.discovery?.complete).toBe(true);
    expect(collected.discovery).toEqual(parseDiscovery(await discoveryDocuments(server), collected.kubernetesVersion));
    expect(collected.discovery?.resources.find(({ group: name }) => name === 'clinic.test')).toMatchObject({
      resource: 'beds',
      kind: 'Bed',
      namespaced: true,
      shortNames: ['bd'],
      subresources: [{ name: 'status' }],
    });
  });

  it('gives the same in pages of three as all at once', async () => {
    const [paged, whole] = [await collectAs('admin', { chunkSize: 3 }), await collectAs('admin', { chunkSize: 0 })];
    expect(contents(paged.objects.map(({ value }) => value))).toEqual(contents(whole.objects.map(({ value }) => value)));
  });

  describe('docs/rbac/reader.yaml', () => {
    // Kubernetes grants discovery to everyone; without that, the role has to bring it.
    const defaults = ['system:discovery', 'system:public-info-viewer', 'system:basic-user'];
    let taken: Manifest[];

    beforeAll(async () => {
      const path = (name: string) => `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/${name}`;
      taken = (await Promise.all(defaults.map((name) => server.call('GET', path(name))))) as Manifest[];
      for (const name of defaults) await server.call('DELETE', path(name));
      await until(
        'discovery is granted to nobody',
        async () => !(await allows({ nonResourceAttributes: { path: '/apis', verb: 'get' } }, 'visitor')),
      );
    });

    afterAll(() => seed(server, taken));

    async function allows(attributes: object, name = 'auditor'): Promise<boolean> {
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: name, ...attributes } };
      const answer = (await server.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review)) as {
        status: { allowed: boolean };
      };
      return answer.status.allowed;
    }

    /** Grants these rules and nothing else, and waits until they count. */
    async function grant(rules: Rule[], probe: object, allowed: boolean): Promise<void> {
      await seed(server, [{ ...reader, rules }]);
      await until('the changed role counts', async () => (await allows(probe)) === allowed);
    }

    it('is enough', async () => {
      const collected = await collectAs('auditor');
      expect(collected).toMatchObject({ gaps: [], limitations: [], discovery: { complete: true } });
      expect(collected.complete).toEqual(new Set(allKinds));
      expect(collected.objects).toHaveLength((await collectAs('admin')).objects.length);
    });

    it('grants nothing that is not asked, and nothing else is asked', async () => {
      await collectAs('auditor');
      const asked = await server.audit('auditor');
      expect(asked.length).toBeGreaterThan(allKinds.length);
      expect(new Set(asked.map(({ verb }) => verb))).toEqual(new Set(['get', 'list']));
      expect(asked.filter((event) => !reader.rules.some((rule) => covers(rule, event)))).toEqual([]);
      for (const rule of reader.rules) {
        for (const resource of rule.resources ?? []) {
          expect([resource, asked.some((event) => covers({ ...rule, resources: [resource] }, event))]).toEqual([resource, true]);
        }
      }
    });

    const parts = reader.rules.flatMap(({ apiGroups, resources = [] }) =>
      resources.map((resource) => ({ group: apiGroups?.[0] ?? '', resource })),
    );

    it.each(parts)('is less without $resource', async ({ group: apiGroup, resource }) => {
      const without = reader.rules.map((rule) =>
        rule.apiGroups?.includes(apiGroup) ? { ...rule, resources: (rule.resources ?? []).filter((name) => name !== resource) } : rule,
      );
      const probe = { resourceAttributes: { group: apiGroup, resource, verb: 'list' } };
      try {
        await grant(
          without.filter(({ resources }) => resources?.length !== 0),
          probe,
          false,
        );
        const { gaps, limitations, complete } = await collectAs('auditor');
        const required = apiGroup === 'rbac.authorization.k8s.io';
        expect([gaps.length, limitations.length, complete.size]).toEqual([required ? 1 : 0, required ? 0 : 1, allKinds.length - 1]);
        expect([...gaps, ...limitations]).toMatchObject([{ code: 'list-refused', source: expect.stringMatching(`/${resource}$`) }]);
      } finally {
        await grant(reader.rules, probe, true);
      }
    });

    it('is less without discovery', async () => {
      const probe = { nonResourceAttributes: { path: '/version', verb: 'get' } };
      try {
        await grant(
          reader.rules.filter(({ nonResourceURLs }) => nonResourceURLs === undefined),
          probe,
          false,
        );
        const { gaps, limitations, discovery } = await collectAs('auditor');
        expect([gaps, discovery]).toEqual([[], undefined]);
        expect(limitations.map(({ source }) => source)).toEqual(['/version', '/api', '/apis']);
      } finally {
        await grant(reader.rules, probe, true);
      }
    });
  });

  describe('a user without rights', () => {
    it('gets a gap for each list that is refused', async () => {
      const { gaps, complete, objects } = await collectAs('visitor');
      expect(gaps.map(({ code, source }) => `${code} ${source.replace(/.*\//, '')}`).sort()).toEqual([
        'list-refused clusterrolebindings',
        'list-refused clusterroles',
        'list-refused rolebindings',
        'list-refused roles',
      ]);
      expect(gaps[0]?.message).toContain('User "visitor" cannot list resource');
      expect([complete.size, objects]).toEqual([0, []]);
    });

    it('gets the objects of the one namespace where lists are granted', async () => {
      await seed(server, [binding('nurses-look', 'ClusterRole/admin', [group('nurses')], 'triage')]);
      await until('the binding counts', async () => (await collectAs('nurse', { namespace: 'triage' })).objects.length > 0);
      const { gaps, complete, objects } = await collectAs('nurse', { namespace: 'triage' });
      const names = [...contents(objects.map(({ value }) => value)).keys()];
      expect(names).toContain('Role triage/reader');
      expect(names).toContain('RoleBinding triage/frontend-reads');
      expect(names).toContain('CronJob triage/web-cronjob');
      expect(names.filter((name) => !name.includes(' triage/'))).toEqual([]);
      expect([gaps.length, complete.size]).toEqual([4, 0]);
    });

    it('may act as someone in several groups, where that is granted', async () => {
      const impersonate = (resources: string[], resourceNames: string[]) => ({
        apiGroups: [''],
        resources,
        resourceNames,
        verbs: ['impersonate'],
      });
      const rules = [impersonate(['users'], ['jane']), impersonate(['groups'], ['nurses', 'clinic-auditors'])];
      await seed(server, [
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'act-as-auditor' }, rules },
        binding('delegation', 'ClusterRole/act-as-auditor', [user('delegate')]),
      ]);
      const asJane = (...asGroups: string[]) => collectAs('delegate', { as: 'jane', asGroups });
      await until('the delegation counts', () =>
        asJane('nurses').then(
          () => true,
          () => false,
        ),
      );
      expect((await asJane('nurses', 'clinic-auditors')).gaps).toEqual([]);
      expect((await asJane('nurses')).gaps).toHaveLength(4);
      await expect(asJane('nurses', 'system:masters')).rejects.toThrow(
        /refuses the impersonation: User "delegate" cannot impersonate resource "groups"/,
      );
      await expect(asJane('nurses,clinic-auditors')).rejects.toThrow(UserError);
    });
  });

  it('that does not know the token is a clear error', async () => {
    const text = await readFile(await server.kubeconfig('visitor'), 'utf8');
    const file = `${server.folder}/expired.kubeconfig`;
    await writeFile(file, text.replaceAll(server.token('visitor'), 'expired-token'));
    const error = await collectAs('visitor', { kubeconfig: file }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: `${server.url} (context visitor@e2e) does not accept the credentials (401)` });
    expect(String(error)).not.toContain('expired-token');
  });
});

/** Whether a rule of the reader covers a request of the audit log. */
function covers(rule: Rule, { verb, requestURI, objectRef }: AuditEvent): boolean {
  if (!rule.verbs.includes(verb)) return false;
  if (objectRef !== undefined) {
    const { resource, apiGroup = '', subresource } = objectRef;
    return subresource === undefined && (rule.apiGroups ?? []).includes(apiGroup) && (rule.resources ?? []).includes(resource);
  }
  const path = requestURI.replace(/\?.*/, '');
  return (rule.nonResourceURLs ?? []).some((url) => (url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : path === url));
}
