import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Subject } from './answer.ts';
import { example, projectRoot, run } from './run.ts';
import { scratch } from './scratch.ts';

interface Rule {
  readonly verbs: readonly string[];
  readonly resources?: readonly string[];
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
  readonly rules?: readonly Rule[];
}

interface Proposal {
  readonly id: string;
  readonly kind: string;
  readonly subjects: readonly Subject[];
  readonly replaces: readonly Subject[];
  readonly creates: readonly KubernetesObject[];
  readonly removes: readonly Subject[];
  readonly why: readonly string[];
  readonly proof: { readonly equivalent: boolean; readonly lost: unknown[]; readonly gained: unknown[]; readonly othersChanged: unknown[] };
}

const adversarial = ['adversarial-102', 'adversarial-103'].map((name) => join(projectRoot, 'test/fixtures/oracle', name));

async function suggest(args: readonly string[], cwd: string): Promise<Proposal[]> {
  const outcome = await run(['suggest', '-o', 'json', ...args], { cwd });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  const { proposals }: { proposals: Proposal[] } = JSON.parse(outcome.stdout);
  return proposals;
}

function key({ kind, namespace, name }: { kind: string; namespace?: string; name: string }): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return key({ kind, ...metadata });
}

/** The objects once all proposals are carried out: what they remove is gone, what they create is there. */
function applied(objects: readonly KubernetesObject[], proposals: readonly Proposal[]): KubernetesObject[] {
  const removed = new Set(proposals.flatMap(({ removes }) => removes.map(key)));
  const created = proposals.flatMap(({ creates }) => creates);
  const names = new Set(created.map(keyOf));
  expect(names.size, 'no two proposals create the same object').toBe(created.length);
  const kept = objects.filter((object) => !removed.has(keyOf(object)));
  expect(kept.filter((object) => names.has(keyOf(object))).map(keyOf), 'nothing that stays is overwritten').toEqual([]);
  return [...kept, ...created];
}

describe('what suggest proposes', () => {
  it.each(adversarial)('leaves every answer of the API server as it was: %s', { timeout: 180_000 }, async (oracle) => {
    const { items }: { items: KubernetesObject[] } = JSON.parse(gunzipSync(readFileSync(join(oracle, 'cluster.json.gz'))).toString());
    const proposals = await suggest(['-f', join(oracle, 'cluster.json.gz')], oracle);
    expect(proposals.length).toBeGreaterThan(0);
    const cwd = scratch({
      'after.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: applied(items, proposals) }),
      'requests.jsonl': gunzipSync(readFileSync(join(oracle, 'answers.jsonl.gz'))),
    });
    const { stdout, exitCode } = await run('can-i --requests requests.jsonl -f after.json --input cluster', { cwd });
    expect(exitCode).toBe(0);
    const after = stdout.trimEnd().split('\n');
    const before = readFileSync(join(cwd, 'requests.jsonl'), 'utf8').trimEnd().split('\n');
    const allowed = (line: string | undefined): boolean => line?.includes('"allowed":true') ?? false;
    expect(before.filter((line, index) => allowed(line) !== allowed(after[index]))).toEqual([]);
    expect(after).toHaveLength(before.length);
  });

  it('is proved, each time: nothing lost, nothing gained, nobody else touched', async () => {
    const proposals = await suggest(['-R', '-f', '.'], example);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { proof, why, subjects } of proposals) {
      expect(proof).toMatchObject({ equivalent: true, lost: [], gained: [], othersChanged: [] });
      expect(why.length).toBeGreaterThan(0);
      expect(subjects.length).toBeGreaterThan(0);
    }
  });

  it('keeps reading apart from writing', async () => {
    const roles = (await suggest(['-R', '-f', '.'], example)).flatMap(({ creates }) => creates.filter(({ rules }) => rules !== undefined));
    // Reviews are created to ask a question; nothing is stored.
    const isReview = ({ resources = [] }: Rule): boolean => resources.every((resource) => resource.endsWith('reviews'));
    const verbs = (ending: string): Set<string> => {
      const rules = roles.filter(({ metadata }) => metadata.name.endsWith(ending)).flatMap(({ rules = [] }) => rules);
      return new Set(rules.filter((rule) => !isReview(rule)).flatMap(({ verbs }) => verbs));
    };
    for (const verb of verbs('-read')) expect(['get', 'list', 'watch']).toContain(verb);
    for (const verb of verbs('-write')) expect(['get', 'list', 'watch', '*']).not.toContain(verb);
    expect(verbs('-read').size).toBe(3);
    expect(verbs('-write').size).toBeGreaterThan(2);
  });

  it('puts Secrets and exec into a role of their own, for a reviewer to see alone', async () => {
    const names = (await suggest(['--role', 'Role/debug', '-n', 'shop', '-R', '-f', '.'], example)).flatMap(({ creates }) =>
      creates.map(({ metadata }) => metadata.name),
    );
    expect(names).toContain('debug-privileged');
  });

  it('comes to an end: what was proposed is not proposed again', async () => {
    const proposals = await suggest(['-R', '-f', '.'], example);
    const files = (await run('suggest -R -f .', { cwd: example })).stdout;
    const again = await suggest(['-f', 'new.yaml'], scratch({ 'new.yaml': files }));
    expect(proposals.length).toBeGreaterThan(0);
    expect(again).toEqual([]);
  });

  it('is nothing for what Kubernetes brings along', async () => {
    const cwd = scratch({ 'clinic.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n' });
    expect(await suggest(['-f', 'clinic.yaml'], cwd)).toEqual([]);
  });
});

describe('the manifests of suggest', () => {
  it('are whole objects with all that kubectl apply needs, the same as in JSON', async () => {
    const proposals = await suggest(['-R', '-f', '.'], example);
    const { stdout } = await run('suggest -R -f .', { cwd: example });
    const documents = loadAll(stdout).filter((document) => document !== null && document !== undefined);
    expect(documents).toEqual(proposals.flatMap(({ creates }) => creates));
    for (const { apiVersion, kind, metadata } of proposals.flatMap(({ creates }) => creates)) {
      expect(apiVersion).toBe('rbac.authorization.k8s.io/v1');
      expect(kind).toMatch(/^(Cluster)?Role(Binding)?$/);
      expect(metadata.name).not.toBe('');
      expect(metadata.namespace !== undefined).toBe(!kind.startsWith('Cluster'));
    }
  });

  it('say in comments what they replace, why, and in which order to apply and delete', async () => {
    const { stdout } = await run('suggest --for sa:ci/deployer -R -f .', { cwd: example });
    expect(stdout).toMatch(/^# .*ci-deployer/m);
    expect(stdout).toMatch(/^# why: /m);
    expect(stdout).toMatch(/^# proof: /m);
    expect(stdout).toMatch(/^# .*kubectl delete clusterrolebinding\/ci$/m);
    expect(stdout).toMatch(/^# .*kubectl delete clusterrole\/ci-deployer$/m);
  });

  it('are nothing on stdout where there is nothing to propose, and a word on stderr', async () => {
    const outcome = await run('suggest -f records.yaml');
    expect(outcome).toMatchObject({ stdout: '', exitCode: 0 });
    expect(outcome.stderr).toMatch(/^note: nothing/m);
  });
});

describe('the diff of suggest', () => {
  const tools: readonly [name: string, check: readonly string[], apply: readonly string[]][] = [
    ['git', ['apply', '--check'], ['apply']],
    ['patch', ['-p1', '--dry-run', '-f'], ['-p1', '-f']],
  ];

  it.each(tools)('is applied by %s, and the patched files are what was proposed', async (tool, check, apply) => {
    const cwd = scratch();
    cpSync(example, join(cwd, 'clinic-and-shop'), { recursive: true });
    const { stdout, exitCode } = await run('suggest -o diff -R -f clinic-and-shop', { cwd });
    expect(exitCode).toBe(0);
    const proposals = await suggest(['-R', '-f', 'clinic-and-shop'], cwd);
    execFileSync(tool, check, { cwd, input: stdout });
    execFileSync(tool, apply, { cwd, input: stdout });
    expect(await suggest(['-R', '-f', 'clinic-and-shop'], cwd)).toEqual([]);
    for (const created of proposals.flatMap(({ creates }) => creates)) {
      const { metadata, kind } = created;
      const files = execFileSync('grep', ['-rlE', `name: ['"]?${metadata.name}['"]?$`, 'clinic-and-shop'], { cwd, encoding: 'utf8' });
      expect(files, keyOf({ ...created, kind })).not.toBe('');
    }
  });

  it('leaves every answer as it was', async () => {
    const cwd = scratch();
    cpSync(example, join(cwd, 'clinic-and-shop'), { recursive: true });
    const questions = [
      'who-can get secrets',
      'who-can delete deployments',
      'who-can create pods',
      'who-can escalate clusterroles',
      'who-can create pods/exec',
    ];
    const ask = async (): Promise<string[][]> => {
      const outcomes = await Promise.all(questions.map((question) => run(`${question} -R -f clinic-and-shop -o json`, { cwd })));
      return outcomes.map(({ stdout }) => {
        const { subjects, limited }: { subjects: Subject[]; limited: Subject[] } = JSON.parse(stdout);
        return [...subjects, ...limited].map(key);
      });
    };
    const before = await ask();
    const { stdout } = await run('suggest -o diff -R -f clinic-and-shop', { cwd });
    execFileSync('patch', ['-p1', '-f'], { cwd, input: stdout });
    expect(await ask()).toEqual(before);
  });

  it('touches no comment and no line of other objects', async () => {
    const cwd = scratch({
      'ward.yaml': `# The ward, as of spring.
apiVersion: v1
kind: Namespace
metadata: {name:   clinic}   # as it was
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ward
  namespace: clinic
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, update]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ward
  namespace: clinic
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ward }
subjects:
  - { apiGroup: rbac.authorization.k8s.io, kind: Group, name: nurses }
---
# The last word.
apiVersion: v1
kind: ConfigMap
metadata: {name:   rota,   namespace: clinic}
`,
    });
    const { stdout } = await run('suggest -o diff -f ward.yaml', { cwd });
    writeFileSync(join(cwd, 'suggested.diff'), stdout);
    execFileSync('patch', ['-p1', '-f', '-i', 'suggested.diff'], { cwd });
    const after = readFileSync(join(cwd, 'ward.yaml'), 'utf8');
    expect(
      after.startsWith('# The ward, as of spring.\napiVersion: v1\nkind: Namespace\nmetadata: {name:   clinic}   # as it was\n---\n'),
    ).toBe(true);
    expect(after.endsWith('---\n# The last word.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name:   rota,   namespace: clinic}\n')).toBe(
      true,
    );
    expect(after).toContain('ward-read');
    expect(after).toContain('ward-write');
  });

  it.each(['\r\n', '\n'])('fits files whose lines end with %j, and whose last line does not', async (end) => {
    const text = readFileSync(join(example, 'ci/rbac.yaml'), 'utf8').trimEnd().replaceAll('\n', end);
    const cwd = scratch({ 'rbac.yaml': text });
    const { stdout } = await run('suggest -o diff -f rbac.yaml', { cwd });
    expect(stdout).not.toBe('');
    execFileSync('git', ['apply'], { cwd, input: stdout });
    expect(await suggest(['-f', 'rbac.yaml'], cwd)).toEqual([]);
  });

  it('is empty where there is nothing to propose', async () => {
    expect(await run('suggest -o diff -f records.yaml')).toMatchObject({ stdout: '', exitCode: 0 });
  });
});

describe('the choice of proposals', () => {
  it('is a subject', async () => {
    const proposals = await suggest(['--for', 'sa:ci/deployer', '-R', '-f', '.'], example);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { subjects } of proposals) expect(subjects).toContainEqual({ kind: 'ServiceAccount', namespace: 'ci', name: 'deployer' });
  });

  it('is a role', async () => {
    const proposals = await suggest(['--role', 'ClusterRole/ci-deployer', '-R', '-f', '.'], example);
    expect(proposals.map(({ replaces }) => replaces)).toEqual([expect.arrayContaining([{ kind: 'ClusterRole', name: 'ci-deployer' }])]);
  });

  it('is a namespace', async () => {
    const proposals = await suggest(['-n', 'shop', '-R', '-f', '.'], example);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { replaces } of proposals) expect(replaces.map(({ namespace }) => namespace)).toContain('shop');
  });

  it('never changes a proposal', async () => {
    const all = new Map((await suggest(['-R', '-f', '.'], example)).map((proposal) => [proposal.id, proposal]));
    for (const proposal of await suggest(['-n', 'shop', '-R', '-f', '.'], example)) expect(proposal).toEqual(all.get(proposal.id));
  });

  it.each(['--for user:inse', '--role ClusterRole/ci-deployr'])(
    'that finds nobody is named, lest silence pass for praise: %s',
    async (choice) => {
      const { stderr, stdout } = await run(`suggest ${choice} -R -f .`, { cwd: example });
      expect(stdout).toBe('');
      expect(stderr).toContain(choice.split('/').at(-1)?.split(':').at(-1));
    },
  );
});
