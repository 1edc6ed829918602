import { spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { example, projectRoot, run } from './run.ts';
import { scratch } from './scratch.ts';

const ward = `# The ward, as of spring.
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ward, namespace: clinic }
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, update] # the rota
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ward, namespace: clinic }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ward }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: nurses }]
`;

const porter = ward.replaceAll('ward', 'porter');

/** All files of a folder, by their names. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('suggest --write', () => {
  it('edits the files, tells which, and has nothing more to say the second time', async () => {
    const cwd = scratch();
    cpSync(example, cwd, { recursive: true });
    const before = filesIn(cwd);
    const first = await run('suggest -R -f . --write', { cwd });
    expect(first.exitCode, first.stderr).toBe(0);
    const after = filesIn(cwd);
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    const told = first.stderr.split('\n').flatMap((line) => /^note: edited (.*): \d+ lines? added, \d+ removed$/.exec(line)?.[1] ?? []);
    expect(changed.length).toBeGreaterThan(5);
    expect([...told].sort()).toEqual([...changed].sort());
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(first.stdout).toMatch(/^17 proposals\n/);

    const second = await run('suggest -R -f . --write', { cwd });
    expect(second).toMatchObject({ exitCode: 0, stdout: 'No proposals.\n' });
    expect(filesIn(cwd)).toEqual(after);
  });

  it('makes what the diff says', async () => {
    const cwd = scratch({ 'ward.yaml': ward });
    const { stdout } = await run('suggest -f ward.yaml --format diff --write', { cwd });
    const added = stdout.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));
    const lines = readFileSync(join(cwd, 'ward.yaml'), 'utf8').split('\n');
    expect(added.length).toBeGreaterThan(10);
    for (const line of added) expect(lines).toContain(line.slice(1));
  });

  it('prints the proposals in a format that was chosen, and nothing on stderr with -q', async () => {
    const cwd = scratch({ 'ward.yaml': ward });
    const outcome = await run('suggest -q -f ward.yaml -o json --write', { cwd });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ kind: 'Proposals', proposals: [{ id: 'split/Role/clinic/ward' }] });
  });

  it('keeps permissions, and edits what a link leads to', async () => {
    const cwd = scratch({ 'base/ward.yaml': ward });
    chmodSync(join(cwd, 'base/ward.yaml'), 0o640);
    symlinkSync('base/ward.yaml', join(cwd, 'ward.yaml'));
    expect((await run('suggest -f ward.yaml --write', { cwd })).exitCode).toBe(0);
    expect(lstatSync(join(cwd, 'ward.yaml')).isSymbolicLink()).toBe(true);
    expect(statSync(join(cwd, 'base/ward.yaml')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(cwd, 'base/ward.yaml'), 'utf8')).toContain('name: ward-read');
  });

  it.each<[what: string, name: string, content: string | Buffer, says: RegExp]>([
    [
      'packed files',
      'porter.yaml.gz',
      gzipSync(porter),
      /^error: porter\.yaml\.gz cannot be edited: it is packed or in UTF-16\n {2}.*--out-dir/m,
    ],
    [
      'UTF-16',
      'porter.yaml',
      Buffer.from(`\ufeff${porter}`, 'utf16le'),
      /^error: porter\.yaml cannot be edited: it is packed or in UTF-16\n {2}/m,
    ],
  ])('refuses %s, and then leaves all others alone too', async (_, name, content, says) => {
    const cwd = scratch({ 'ward.yaml': ward, [name]: content });
    const { stdout, stderr, exitCode } = await run(`suggest -f ward.yaml -f ${name} --write`, { cwd });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(says);
    expect(readFileSync(join(cwd, 'ward.yaml'), 'utf8')).toBe(ward);
    expect(readdirSync(cwd).sort()).toEqual([name, 'ward.yaml'].sort());
  });

  it('refuses standard input', async () => {
    const cwd = scratch({ 'ward.yaml': ward });
    const { stdout, stderr, exitCode } = await run('suggest -f ward.yaml -f - --write', { cwd, stdin: porter });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(
      /^error: Role clinic\/porter was read from standard input, which cannot be edited\n {2}name the files with -f, or use --out-dir$/m,
    );
    expect(readFileSync(join(cwd, 'ward.yaml'), 'utf8')).toBe(ward);
  });

  it('edits what can be edited where the rest does not change', async () => {
    const cwd = scratch({
      'ward.yaml': ward,
      'porter.yaml.gz': gzipSync(porter.replace('get, update', 'get').replace('configmaps', 'services')),
    });
    expect((await run('suggest -f ward.yaml -f porter.yaml.gz --write', { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'ward.yaml'), 'utf8')).toContain('ward-read');
  });

  it('goes with files only, and not with --out-dir', async () => {
    expect((await run('suggest --write --out-dir out -f records.yaml')).exitCode).toBe(2);
    const { stderr, exitCode } = await run('suggest --write');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: --write needs --filename$/m);
  });

  it('ends with 3 where something was not seen, the rest being edited', async () => {
    const cwd = scratch({ 'ward.yaml': `${ward}---\n{{ if }}\n` });
    const { exitCode } = await run('suggest -f ward.yaml --write', { cwd });
    expect(exitCode).toBe(3);
    expect(readFileSync(join(cwd, 'ward.yaml'), 'utf8')).toMatch(/name: ward-write[\s\S]*\{\{ if \}\}\n$/);
  });

  it('leaves all as it was where a folder is read-only', async () => {
    const cwd = scratch({ 'day/ward.yaml': ward, 'night/porter.yaml': porter });
    const before = filesIn(cwd);
    const outcome = await runAsNobody(['suggest', '-R', '-f', '.', '--write'], cwd, 'night');
    expect(outcome).toMatchObject({ stdout: '', exitCode: 2 });
    expect(outcome.stderr).toMatch(
      /^error: .*night\/porter\.yaml: cannot be written \(EACCES\)\n {2}nothing was changed; check the permissions/m,
    );
    expect(filesIn(cwd)).toEqual(before);
  });
});

/** Runs the tool as somebody whom permissions bind, also where the tests run as root. All but one folder can be written. */
function runAsNobody(
  args: readonly string[],
  cwd: string,
  readOnly: string,
): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
  const isRoot = process.getuid?.() === 0;
  for (const name of ['', ...readdirSync(cwd, { recursive: true, encoding: 'utf8' })]) {
    chmodSync(join(cwd, name), statSync(join(cwd, name)).isDirectory() ? 0o755 : 0o644);
    if (isRoot) chownSync(join(cwd, name), 65534, 65534);
  }
  chmodSync(join(cwd, readOnly), 0o555);
  const child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent' },
    ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
  });
  const texts = [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', async (exitCode) => {
      const [stdout = '', stderr = ''] = await Promise.all(texts);
      chmodSync(join(cwd, readOnly), 0o755);
      resolve({ stdout, stderr, exitCode });
    });
  });
}
