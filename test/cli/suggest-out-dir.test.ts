import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { example, projectRoot, run, shell } from './run.ts';
import { scratch } from './scratch.ts';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** All files of a folder, by their paths in it. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function objectsIn(files: Record<string, string>, folder: string): KubernetesObject[] {
  const texts = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
  return texts.flatMap(([, text]) => loadAll(text) as KubernetesObject[]);
}

const keyOf = ({ kind, metadata: { namespace = '', name } }: KubernetesObject): string => `${kind}/${namespace}/${name}`;

/** A folder in a scratch folder that nobody has filled yet. */
const newFolder = (): string => join(scratch(), 'suggest');

/** The lines of a README that are commands. */
function commandsIn(readme: string): string[] {
  return [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) => lines.trimEnd().split('\n'));
}

describe('the folder of suggest --out-dir', () => {
  it('holds what to create and to remove, the way back, and the order', async () => {
    const folder = newFolder();
    const outcome = await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(outcome.stdout).toMatch(/^17 proposals\n/);
    expect(outcome.stderr).toMatch(
      /^note: written to .*suggest: create\/ \(72 files\), remove\/ \(32 files\), rollback\/ \(32 files\), README\.md$/m,
    );

    const { proposals }: { proposals: { creates: KubernetesObject[]; removes: { kind: string; namespace?: string; name: string }[] }[] } =
      JSON.parse((await run('suggest -o json -R -f .', { cwd: example })).stdout);
    const files = filesIn(folder);
    const creates = proposals.flatMap((proposal) => proposal.creates);
    const removes = proposals
      .flatMap((proposal) => proposal.removes)
      .map(({ kind, ...metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`);
    expect(new Map(objectsIn(files, 'create').map((object) => [keyOf(object), object]))).toEqual(
      new Map(creates.map((object) => [keyOf(object), object])),
    );
    expect(objectsIn(files, 'remove').map(keyOf).sort()).toEqual([...removes].sort());
    expect(objectsIn(files, 'rollback').map(keyOf).sort()).toEqual([...removes].sort());
    expect(Object.keys(files)).toContain('README.md');
  });

  it('has names by which kubectl creates roles before bindings, and deletes bindings before roles', async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    const isBinding = (path: string): boolean => path.includes('binding-');
    const pathsIn = (name: string): string[] => readdirSync(join(folder, name)).sort();
    expect(pathsIn('create').map(isBinding)).toEqual(pathsIn('create').map(isBinding).toSorted());
    expect(pathsIn('rollback').map(isBinding)).toEqual(pathsIn('rollback').map(isBinding).toSorted());
    expect(pathsIn('remove').map(isBinding)).toEqual(pathsIn('remove').map(isBinding).toSorted().reverse());
  });

  it('can be removed from: what is to be deleted has a name and nothing that could be applied', async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    for (const { apiVersion, kind, metadata, ...rest } of objectsIn(filesIn(folder), 'remove')) {
      expect(rest).toEqual({});
      expect(metadata.namespace !== undefined).toBe(!kind.startsWith('Cluster'));
      expect(apiVersion).toBe('rbac.authorization.k8s.io/v1');
    }
  });

  it('leads back to the old objects without what only a server writes', async () => {
    const dump = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: {
        name: 'ward',
        namespace: 'clinic',
        uid: '1f2e',
        resourceVersion: '7',
        generation: 2,
        creationTimestamp: '2026-11-22T10:00:00Z',
        managedFields: [{ manager: 'kubectl' }],
        annotations: { note: 'day and night', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        labels: { team: 'night' },
      },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create', 'get'] }],
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'ward', namespace: 'clinic', uid: '3d4c' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ward' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kim' }],
    };
    const cwd = scratch({ 'dump.json': JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [dump, binding] }) });
    expect((await run('suggest -f dump.json --out-dir out', { cwd })).exitCode).toBe(0);
    expect(objectsIn(filesIn(join(cwd, 'out')), 'rollback')).toEqual([
      { ...dump, metadata: { name: 'ward', namespace: 'clinic', annotations: { note: 'day and night' }, labels: { team: 'night' } } },
      { ...binding, metadata: { name: 'ward', namespace: 'clinic' } },
    ]);
  });

  it('tells commands that hold: the new objects alone allow what each question asks', { timeout: 120_000 }, async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    const questions = commandsIn(readFileSync(join(folder, 'README.md'), 'utf8')).filter((line) => line.startsWith('rbac-audit '));
    expect(questions.length).toBeGreaterThan(30);
    const { stdout } = await shell(questions.map((question) => `${question} -q`).join('\n'), folder);
    expect(stdout.trimEnd().split('\n')).toEqual(questions.map(() => 'yes'));
  });

  it('names the order: create, check, delete, ask, and the way back', async () => {
    const folder = newFolder();
    await run(['suggest', '--role', 'Role/debug', '-n', 'shop', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    expect(commandsIn(readFileSync(join(folder, 'README.md'), 'utf8'))).toEqual([
      'kubectl create --dry-run=server -f create/',
      'kubectl create -f create/',
      'kubectl get -f create/',
      'rbac-audit can-i get pods --as=user:jonas --namespace=shop -f create/',
      'rbac-audit can-i get pods/exec --as=user:jonas --namespace=shop -f create/',
      'kubectl delete -f remove/',
      'kubectl auth can-i get pods --as=jonas --namespace=shop',
      'kubectl auth can-i get pods --subresource=exec --as=jonas --namespace=shop',
      'kubectl create -f rollback/',
      'kubectl delete -f create/',
    ]);
  });
});

describe('the folder of proposals from an audit log', () => {
  it('says in its README what they rest on, and what no log shows', async () => {
    const folder = newFolder();
    const log = join(projectRoot, 'examples/clinic-and-shop-audit.log');
    const { exitCode, stderr } = await run(['suggest', '-R', '-f', '.', '--audit-log', log, '--out-dir', folder], { cwd: example });
    expect(exitCode, stderr).toBe(0);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toMatch(/^```text\n.*audit\.log: 61 requests in 33 days .*\nnote: .*no audit log shows /m);
    expect(readme).toMatch(/^proof: used <= new <= old: /m);
  });
});

describe('a folder that is there', () => {
  it('is written anew where it is of an earlier run, and holds nothing of that', async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    const all = filesIn(folder);
    await run(['suggest', '-n', 'shop', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    const some = filesIn(folder);
    expect(Object.keys(some).length).toBeLessThan(Object.keys(all).length / 2);
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    expect(filesIn(folder)).toEqual(all);
  });

  it('says that there is nothing to apply where there is nothing', async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    await run(['suggest', '-f', 'records.yaml', '--out-dir', folder]);
    expect(readdirSync(folder).sort()).toEqual(['.rbac-audit-files', 'README.md']);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('Nothing to propose');
  });

  it('may be empty', async () => {
    const folder = scratch();
    expect((await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example })).exitCode).toBe(0);
  });

  it('is left alone where it holds other files, unless forced, and then those stay', async () => {
    const folder = scratch({ 'notes.txt': 'mine', 'README.md': 'mine too' });
    const before = filesIn(folder);
    const refused = await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    expect(refused).toMatchObject({ stdout: '', exitCode: 2 });
    expect(refused.stderr).toMatch(/^error: .* holds other files\n {2}choose another folder, or add --force/m);
    expect(filesIn(folder)).toEqual(before);
    expect((await run(['suggest', '-R', '-f', '.', '--out-dir', folder, '--force'], { cwd: example })).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toMatch(/^# Smaller roles/);
  });

  it('is left alone where something was put that kubectl would apply', async () => {
    const folder = newFolder();
    await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    writeFileSync(join(folder, 'create/mine.yaml'), 'kind: Role\n');
    const { stderr, exitCode } = await run(['suggest', '-R', '-f', '.', '--out-dir', folder], { cwd: example });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: .*create\/mine\.yaml is not of an earlier run\n/m);
  });

  it('is not believed when it lists files that no run writes', async () => {
    const cwd = scratch({ 'victim.yaml': 'mine', 'out/.rbac-audit-files': '../victim.yaml\ncreate/../../victim.yaml\n/etc/hosts\n' });
    await run(['suggest', '-R', '-f', '.', '--out-dir', join(cwd, 'out')], { cwd: example });
    expect(readFileSync(join(cwd, 'victim.yaml'), 'utf8')).toBe('mine');
    expect(existsSync(join(cwd, 'out/README.md'))).toBe(true);
  });

  it('does not lead elsewhere by links', async () => {
    const cwd = scratch({ 'out/.rbac-audit-files': 'README.md\n', 'elsewhere/keep.txt': 'mine' });
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'out/create'));
    const { stderr, exitCode } = await run(['suggest', '-R', '-f', '.', '--out-dir', join(cwd, 'out'), '--force'], { cwd: example });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: .*out\/create is not a folder\n/m);
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual(['keep.txt']);
    rmSync(join(cwd, 'out/create'));
    symlinkSync(join(cwd, 'elsewhere/keep.txt'), join(cwd, 'out/README.md'));
    expect((await run(['suggest', '-R', '-f', '.', '--out-dir', join(cwd, 'out')], { cwd: example })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'elsewhere/keep.txt'), 'utf8')).toBe('mine');
  });

  it('may not be a file, nor lie in one', async () => {
    const cwd = scratch({ file: 'mine' });
    for (const folder of ['file', 'file/inside']) {
      const { stdout, stderr, exitCode } = await run(['suggest', '-R', '-f', example, '--out-dir', folder], { cwd });
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
      expect(stderr).toMatch(/^error: file/m);
    }
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('mine');
  });
});

describe('names', () => {
  const pair = (name: string, namespace = 'clinic'): string =>
    [
      { kind: 'Role', metadata: { name, namespace }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'create'] }] },
      {
        kind: 'RoleBinding',
        metadata: { name, namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `--as=${name}` }],
      },
    ]
      .map((object) => JSON.stringify({ apiVersion: 'rbac.authorization.k8s.io/v1', ...object }))
      .join('\n');
  const hostile = [
    '../../../escape',
    '..',
    '.hidden',
    'a/b',
    'CON',
    'con',
    'x'.repeat(253),
    '-rf',
    '$(touch x)',
    '`x`',
    'a\nb',
    '```\n<script>',
    '\u202Eevil',
    "o'brien",
  ];

  /** An API server takes no name with a slash, so nothing is made of those. */
  const possible = hostile.filter((name) => !name.includes('/'));

  it('never lead out of the folder, and never share a file', async () => {
    const cwd = scratch({ 'all.json': hostile.map((name) => pair(name)).join('\n') });
    mkdirSync(join(cwd, 'in'));
    const { exitCode, stderr } = await run('suggest -f all.json --out-dir in/out', { cwd });
    expect(exitCode, stderr).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['all.json', 'in']);
    expect(readdirSync(join(cwd, 'in'))).toEqual(['out']);
    const files = filesIn(join(cwd, 'in/out'));
    for (const path of Object.keys(files)) {
      expect(path).toMatch(
        /^(?:\.rbac-audit-files|README\.md|(?:create|remove|rollback)\/[12]-(?:role|rolebinding)-clinic-[A-Za-z0-9._-]{1,200}\.yaml)$/,
      );
    }
    expect(new Set(Object.keys(files).map((path) => path.toLowerCase())).size).toBe(Object.keys(files).length);
    expect(objectsIn(files, 'create')).toHaveLength(4 * possible.length);
    expect(objectsIn(files, 'remove')).toHaveLength(2 * possible.length);
  });

  it('are no Markdown in the README, and no shell in its commands', async () => {
    const cwd = scratch({ 'all.json': hostile.map((name) => pair(name)).join('\n') });
    await run('suggest -f all.json --out-dir out', { cwd });
    const readme = readFileSync(join(cwd, 'out/README.md'), 'utf8');
    const outside = readme.replaceAll(/^```(?:sh|text)\n[\s\S]*?^```$/gm, '');
    for (const name of ['escape', '<script>', 'touch', 'evil', 'brien']) expect(outside).not.toContain(name);
    expect(readme).not.toMatch(/[^\P{C}\n]/u);
    const { stdout } = await shell(
      `kubectl() { printf '%s\\n' "$*"; }; rbac-audit() { kubectl "$@"; }; ${commandsIn(readme).join('\n')}`,
      join(cwd, 'out'),
    );
    expect(stdout).toContain('auth can-i get pods --as=--as=$(touch x) --namespace=clinic\n');
    expect(stdout).toContain("auth can-i get pods --as=--as=o'brien --namespace=clinic\n");
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['.rbac-audit-files', 'README.md', 'create', 'remove', 'rollback']);
  });

  it('of new objects are never those of old ones', async () => {
    const taken = pair('ward').replaceAll('"ward"', '"ward-read"').replaceAll(',"create"', '');
    const cwd = scratch({ 'all.json': `${pair('ward')}\n${taken}` });
    await run('suggest -f all.json --out-dir out', { cwd });
    const made = objectsIn(filesIn(join(cwd, 'out')), 'create').map(keyOf);
    expect(made).toEqual([
      'Role/clinic/ward-read-2',
      'Role/clinic/ward-write-2',
      'RoleBinding/clinic/ward-read-2',
      'RoleBinding/clinic/ward-write-2',
    ]);
  });
});
