import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/model/request.ts';
import { names } from '../verifier/named.ts';
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
  readonly steps: readonly string[];
  readonly subjects: readonly Subject[];
  readonly replaces: readonly Subject[];
  readonly creates: readonly KubernetesObject[];
  readonly removes: readonly Subject[];
  readonly why: readonly string[];
  readonly proof: Proof;
}

interface Proof {
  readonly equivalent: boolean;
  readonly lost: readonly string[];
  readonly inert: readonly string[];
  readonly gained: readonly string[];
  readonly othersChanged: readonly string[];
}

interface Answer {
  readonly proposals: Proposal[];
  readonly together: Proof;
  readonly risks: Record<'before' | 'after', Record<string, number>>;
}

const adversarial = ['adversarial-102', 'adversarial-103'].map((name) => join(projectRoot, 'test/fixtures/oracle', name));

async function answer(args: readonly string[], cwd: string): Promise<Answer> {
  const outcome = await run(['suggest', '-o', 'json', ...args], { cwd });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  return JSON.parse(outcome.stdout);
}

async function suggest(args: readonly string[], cwd: string): Promise<Proposal[]> {
  return (await answer(args, cwd)).proposals;
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
  const ways: readonly (readonly [what: string, flags: readonly string[]])[] = [
    ['without flags', []],
    [
      'with everything that takes rights away',
      [...'--only expand --only narrow --only drop --only split --only factor'.split(' '), '--own-namespace'],
    ],
  ];

  it.each(adversarial.flatMap((oracle) => ways.map(([what, flags]) => ({ oracle, what, flags }))))(
    'changes those answers of the API server that its proof names: $what, $oracle',
    { timeout: 180_000 },
    async ({ oracle, flags }) => {
      const { items }: { items: KubernetesObject[] } = JSON.parse(gunzipSync(readFileSync(join(oracle, 'cluster.json.gz'))).toString());
      const { proposals, together } = await answer([...flags, '-f', join(oracle, 'cluster.json.gz')], oracle);
      expect(proposals.length).toBeGreaterThan(0);
      const cwd = scratch({
        'after.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: applied(items, proposals) }),
        'requests.jsonl': gunzipSync(readFileSync(join(oracle, 'answers.jsonl.gz'))),
      });
      const { stdout, exitCode } = await run('can-i --requests requests.jsonl -f after.json --input cluster', { cwd });
      expect(exitCode).toBe(0);
      const after = stdout.trimEnd().split('\n');
      const before = readFileSync(join(cwd, 'requests.jsonl'), 'utf8').trimEnd().split('\n');
      expect(after).toHaveLength(before.length);
      const allowed = (line: string | undefined): boolean => line?.includes('"allowed":true') ?? false;
      const changed = before.filter((line, index) => allowed(line) !== allowed(after[index]));
      expect(changed.filter((line) => !allowed(line))).toEqual([]);
      // By itself, only what no request can be is lost.
      const told = flags.length === 0 ? together.inert : together.lost;
      const possible = changed.filter(hasItsGroups);
      expect(possible.filter((line) => !told.some((one) => names(one, requestIn(line))))).toEqual([]);
    },
  );

  it('takes no rights away by itself, gives none, and touches nobody else', async () => {
    const proposals = await suggest(['-R', '-f', '.'], example);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { proof, why, subjects } of proposals) {
      expect(proof).toMatchObject({ gained: [], othersChanged: [] });
      expect(proof.inert).toEqual(proof.lost);
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

describe('what takes rights away', () => {
  it('is done on request, and listed', async () => {
    const { proposals, together } = await answer(['--for', 'sa:ci/deployer', '--namespaces', 'shop,clinic', '-R', '-f', '.'], example);
    expect(proposals.map(({ id }) => id)).toEqual(['narrow/ClusterRole/ci-deployer']);
    expect(together.lost).toContain('patch deployments.apps everywhere but in clinic, shop');
    const bindings = proposals.flatMap(({ creates }) => creates.filter(({ kind }) => kind.endsWith('Binding')));
    expect([...new Set(bindings.map(({ metadata }) => metadata.namespace))]).toEqual(['clinic', 'shop']);
  });

  it('writes wildcards out, and counts what is lost', async () => {
    const proposals = await suggest(['--only', 'expand', '-R', '-f', '.'], example);
    expect(proposals.map(({ id }) => id)).toEqual(['expand/ClusterRole/ci-deployer', 'expand/ClusterRole/database-operator']);
    for (const { proof, creates } of proposals) {
      for (const line of proof.lost) expect(line).toMatch(/^\* .* beyond what the API serves$/);
      for (const { rules = [] } of creates) for (const { verbs } of rules) expect(verbs).not.toContain('*');
    }
  });

  it('makes risks disappear', async () => {
    const { risks } = await answer(['--only', 'expand', '-R', '-f', '.'], example);
    expect(risks.after.critical).toBeLessThan(risks.before.critical ?? 0);
  });

  it.each([
    ['--namespaces shop --skip narrow', '--namespaces narrows'],
    ['--only drop --skip drop', '--skip leaves out all'],
    ['--own-namespace --only split', '--own-namespace narrows'],
    ['--namespaces shop,,clinic', 'holds an empty name'],
    ['--only shrink', 'Expected --only=shrink to be one of'],
  ])('is refused where it cannot be meant: %s', async (flags, message) => {
    const outcome = await run(`suggest ${flags} -R -f .`, { cwd: example });
    expect(outcome).toMatchObject({ stdout: '', exitCode: 2 });
    expect(outcome.stderr).toContain(message);
  });

  it('says so where a namespace is nowhere in the input', async () => {
    const { stderr } = await run('suggest --namespaces shopp -q -o table -R -f .', { cwd: example });
    expect(stderr).toContain('did you mean shop?');
  });
});

describe('the kinds of proposals', () => {
  it.each(['split', 'narrow', 'drop'])('are chosen one by one: %s', async (kind) => {
    const proposals = await suggest(['--only', kind, '-R', '-f', '.'], example);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { steps, id } of proposals) expect([steps, id.split('/')[0]]).toEqual([[kind], kind]);
  });

  it('are left out one by one', async () => {
    const steps = (await suggest(['--skip', 'split', '--skip', 'narrow', '-R', '-f', '.'], example)).flatMap((proposal) => proposal.steps);
    expect([...new Set(steps)]).toEqual(['drop']);
  });
});

describe('the summary of suggest', () => {
  it('shows each role with its rights before and after, what is lost, and for whom', async () => {
    const { stdout } = await run('suggest -o table --for sa:ci/deployer --namespaces shop -R -f .', { cwd: example });
    expect(stdout).toMatch(/^1 proposal$/m);
    expect(stdout).toMatch(/^ROLE +WHAT +RIGHTS BEFORE +AFTER +PROOF +FOR$/m);
    expect(stdout).toMatch(
      /^ClusterRole ci-deployer +narrow, split, drop +\d+\/\d+\/\d+ everywhere +\d+\/\d+\/\d+ in shop +\d+ lost +SA ci\/deployer$/m,
    );
    expect(stdout).toMatch(/^All together: \d+ lost. Risks, those that others imply counted too: critical \d+ -> \d+/m);
  });

  it('is all that --check prints, with exit code 1 where there is something to propose', async () => {
    const outcome = await run('suggest --check -R -f .', { cwd: example });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toMatch(/^\d+ proposals$/m);
    expect(outcome.stdout).not.toContain('apiVersion');
    const clean = await run('suggest --check --only factor -R -f .', { cwd: example });
    expect(clean).toMatchObject({ exitCode: 0, stdout: 'No proposals.\n' });
  });
});

/** True unless a ServiceAccount asks without the groups that each of them is in: what those give counts in the proof. */
function hasItsGroups(line: string): boolean {
  const { user, groups = [] }: { user: string; groups?: string[] } = JSON.parse(line);
  const [, namespace] = /^system:serviceaccount:([^:]*):/.exec(user) ?? [];
  return (
    namespace === undefined || ['system:serviceaccounts', `system:serviceaccounts:${namespace}`].every((group) => groups.includes(group))
  );
}

/** The request in a line of answers. */
function requestIn(line: string): Request {
  const { verb, nonResourceURL, group = '', resource = '', subresource = '', name = '', namespace = '' } = JSON.parse(line);
  return nonResourceURL === undefined ? { verb, group, resource, subresource, name, namespace } : { verb, path: nonResourceURL };
}

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

  it('of a role of another namespace says where it is', async () => {
    const { stderr, exitCode } = await run('suggest --role Role/runner -n shop -q -R -f .', { cwd: example });
    expect([stderr, exitCode]).toEqual(['error: there is no Role runner in shop\n  there is one in ci\n', 2]);
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
