import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, gaps, refusal, who } from './answer.ts';
import { clinic, run } from './run.ts';
import { scratch } from './scratch.ts';

const records = readFileSync(join(clinic, 'records.yaml'), 'utf8');
const readers = ['Group nurses', 'SA clinic/intake'];

describe('a path', () => {
  it('that leads nowhere is named, with the nearest name beside it', async () => {
    expect(refusal(await run('report -f recrods.yaml'))).toMatch(/recrods\.yaml: no such file.*\n.*did you mean records\.yaml\?/);
  });

  it('that leads nowhere offers the nearest name in its own folder', async () => {
    expect(refusal(await run('report -f overlay/recrods.yaml'))).toContain('did you mean overlay/records.yaml?');
  });

  it('that leads nowhere offers nothing where nothing is near', async () => {
    expect(refusal(await run('report -f ward/of/another/hospital.yaml'))).not.toContain('did you mean');
  });

  it('may be absolute', async () => {
    expect(await run(['report', '-f', join(clinic, 'records.yaml')], { cwd: '/' })).toMatchObject({ exitCode: 0 });
  });

  it('may hold blanks and begin with a dash', async () => {
    const cwd = scratch({ 'ward 7/night shift.yaml': records, '-records.yaml': records });
    expect(await run(['report', '-f', 'ward 7/night shift.yaml'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await run(['report', '-f', './-records.yaml'], { cwd })).toMatchObject({ exitCode: 0 });
  });

  it('may be given several times, once for each file', async () => {
    const cwd = scratch({ 'role.yaml': records.split('---\n')[0] ?? '', 'binding.yaml': records.split('---\n')[1] ?? '' });
    const outcome = await run('who-can get secrets -n clinic -f role.yaml -f binding.yaml -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(outcome.exitCode).toBe(0);
  });

  it('that needs rights is named', async () => {
    // Root reads every file, so a folder in place of a part of the path stands in for what cannot be opened.
    expect(refusal(await run('report -f records.yaml/role.yaml'))).toContain('records.yaml/role.yaml');
  });
});

describe('a folder', () => {
  it('that is empty is said to be', async () => {
    const cwd = scratch({ 'ward/.gitkeep': '' });
    expect(refusal(await run('report -f ward', { cwd }))).toContain('ward: no manifests');
  });

  it('that has only subfolders is read with -R, and says so without', async () => {
    const cwd = scratch({ 'ward/seven/records.yaml': records });
    expect(refusal(await run('report -f ward', { cwd }))).toContain('-R');
    const outcome = await run('who-can get secrets -n clinic -R -f ward -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
  });

  it('is not entered deeper than its own files without -R', async () => {
    const cwd = scratch({ 'ward/records.yaml': records, 'ward/old/broken.yaml': '[' });
    expect(await run('report -f ward', { cwd })).toMatchObject({ exitCode: 0 });
    expect(await run('report -R -f ward', { cwd })).toMatchObject({ exitCode: 3 });
  });

  it('may hold files of other kinds, which are not manifests and no gap', async () => {
    const cwd = scratch({
      'ward/records.yaml': records,
      'ward/README.md': '# Ward',
      'ward/deploy.sh': 'echo [',
      'ward/logo.png': randomBytes(64),
    });
    expect(await run('report -f ward', { cwd })).toMatchObject({ exitCode: 0 });
  });

  it('may hold manifests without RBAC, which are passed over silently', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: fax, namespace: clinic }\n';
    const cwd = scratch({ 'ward/records.yaml': records, 'ward/fax.yaml': pod });
    const outcome = await run('report -f ward -q', { cwd });
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  });

  it('may be thinned out with --exclude, by name and by path', async () => {
    const cwd = scratch({ 'ward/records.yaml': records, 'ward/broken.yaml': '[', 'ward/old/broken.yaml': '[', 'ward/old/worse.yaml': ']' });
    expect(await run('report -R -f ward --exclude broken.yaml --exclude old/worse.yaml', { cwd })).toMatchObject({ exitCode: 0 });
    expect(await run('report -R -f ward --exclude old --exclude *.yaml -f ward/records.yaml', { cwd })).toMatchObject({ exitCode: 2 });
  });

  it('that is a Helm chart has to be rendered, and how is said', async () => {
    expect(refusal(await run('report -f chart'))).toMatch(/chart: .*\n.*helm template/);
    expect(refusal(await run('report -R -f chart'))).toMatch(/chart: .*\n.*helm template/);
  });

  it('that is a kustomization has to be rendered, and how is said', async () => {
    expect(refusal(await run('report -f overlay'))).toMatch(/overlay: .*\n.*kustomize/);
  });

  it('is passed over with one notice where it is a chart or a kustomization among manifests', async () => {
    const chart = {
      'deploy/chart/Chart.yaml': 'name: clinic\n',
      'deploy/chart/templates/a.yaml': '{{ a }}',
      'deploy/chart/templates/b.yaml': '{{ b }}',
    };
    const overlay = { 'deploy/overlay/kustomization.yml': 'resources: [a.yaml]\n', 'deploy/overlay/a.yaml': '{{ a }}' };
    const cwd = scratch({ 'deploy/records.yaml': records, ...chart, ...overlay });
    const outcome = await run('who-can get secrets -n clinic -R -f deploy -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(gaps(outcome).map(({ message }) => message)).toEqual([
      expect.stringContaining('deploy/chart'),
      expect.stringContaining('deploy/overlay'),
    ]);
    expect(outcome.stderr).toContain('helm template deploy/chart');
    expect(outcome.stderr).toContain('kubectl kustomize deploy/overlay');
    expect(outcome.exitCode).toBe(3);
    expect(await run('report -R -f deploy --exclude chart --exclude overlay', { cwd })).toMatchObject({ exitCode: 0 });
  });
});

describe('a document', () => {
  it('that is no YAML is a gap at its line, and the others count', async () => {
    const outcome = await run('who-can get secrets -n clinic -f broken.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses']);
    expect(gaps(outcome)).toMatchObject([{ source: 'broken.yaml', position: { file: 'broken.yaml', line: 13 } }]);
    expect(outcome.stderr).toMatch(/^gap: broken\.yaml:13/m);
    expect(outcome.exitCode).toBe(3);
  });

  it('that is no YAML is an error where nothing else is there', async () => {
    const cwd = scratch({ 'ward.yaml': 'kind: [Role\n' });
    expect(refusal(await run('report -f ward.yaml', { cwd }))).toContain('ward.yaml:');
  });

  it('that is no JSON is a gap at its line, and the others count', async () => {
    const role = JSON.stringify({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'ward' }, rules: [] });
    const cwd = scratch({ 'ward.json': `${role}\n${role.slice(0, -9)}\n` });
    const outcome = await run('report -f ward.json -o json', { cwd });
    expect(gaps(outcome)).toMatchObject([{ position: { file: 'ward.json', line: 2 } }]);
    expect(outcome.exitCode).toBe(3);
  });

  it('that is cut off is a gap', async () => {
    const cwd = scratch({ 'ward.yaml': `${records}---\n${records.slice(0, records.indexOf('secrets]'))}` });
    expect(await run('report -f ward.yaml', { cwd })).toMatchObject({ exitCode: 3 });
  });

  it('that says one thing twice is no YAML: nobody can know which is meant', async () => {
    const twice = records.replace('rules:\n', 'rules: []\nrules:\n');
    const cwd = scratch({ 'records.yaml': records, 'twice.yaml': twice });
    const outcome = await run('report -f records.yaml -f twice.yaml -o json', { cwd });
    expect(gaps(outcome)).toMatchObject([{ position: { file: 'twice.yaml', line: 7 } }]);
  });

  it('may merge one mapping into another, as kubectl allows', async () => {
    const rule = '  - <<: { apiGroups: [""], resources: [secrets] }\n    verbs: [get]\n';
    const cwd = scratch({ 'records.yaml': records.replace(/ {2}- apiGroups: \[""\]\n.*\n.*\n/, rule) });
    const outcome = await run('who-can get secrets -n clinic -f records.yaml -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(outcome.exitCode).toBe(0);
  });

  it('that is a template is a gap which says how to render it', async () => {
    const outcome = await run('who-can get secrets -n clinic -f chart/templates/records.yaml -f records.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(gaps(outcome)).toMatchObject([{ message: expect.stringContaining('template') }]);
    expect(outcome.stderr).toContain('helm template');
    expect(outcome.exitCode).toBe(3);
  });

  it.each([
    ['a list', '[{ kind: Role }]\n'],
    ['a word', 'hello\n'],
    ['a number', '7\n'],
    ['an object without kind', 'apiVersion: v1\nmetadata: { name: ward }\n'],
  ])('that is %s is named', async (_what, text) => {
    const cwd = scratch({ 'odd.yaml': text, 'records.yaml': records });
    expect(refusal(await run('report -f odd.yaml', { cwd }))).toContain('odd.yaml');
  });

  it.each([
    ['a list', '[{ kind: Role }]\n'],
    ['a word', 'hello\n'],
    ['a Role without a name', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {}\n'],
    ['a Role without apiVersion', 'kind: Role\nmetadata: { name: ward }\n'],
    ['a Role of the core group', 'apiVersion: v1\nkind: Role\nmetadata: { name: ward }\n'],
    ['a List whose items are no list', 'apiVersion: v1\nkind: List\nitems: { a: b }\n'],
    ['a List with an item that is no object', 'apiVersion: v1\nkind: List\nitems: [ward]\n'],
    [
      'a Role whose rules are no list',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ward }\nrules: { verbs: [get] }\n',
    ],
    ['a binding without roleRef', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: ward }\nsubjects: []\n'],
  ])('that is %s is a gap with file and line', async (_what, text) => {
    const cwd = scratch({ 'odd.yaml': `${records}---\n${text}` });
    const outcome = await run('who-can get secrets -n clinic -f odd.yaml -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(gaps(outcome)).toHaveLength(1);
    expect(outcome.stderr).toMatch(/^gap: odd\.yaml:(2[5-9]|30)/m);
    expect(outcome.exitCode).toBe(3);
  });

  it.each(['', '\n\n', '---\n---\n', '# only a remark\n', '{}\n', 'null\n'])('that is empty (%j) is no gap', async (text) => {
    const cwd = scratch({ 'odd.yaml': `${records}---\n${text}` });
    expect(await run('report -f odd.yaml', { cwd })).toMatchObject({ exitCode: 0 });
  });

  it.each(['', '\n\n', '---\n---\n', '# only a remark\n'])('that is empty (%j) is not enough', async (text) => {
    const cwd = scratch({ 'odd.yaml': text });
    expect(refusal(await run('report -f odd.yaml', { cwd }))).toContain('odd.yaml');
  });
});

describe('a wrong type', () => {
  it('takes out its rule, its subject or its binding, and nothing else', async () => {
    const outcome = await run('who-can get secrets -n clinic -f wrong-types.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses']);
    expect(outcome.exitCode).toBe(3);
  });

  it('is named with file, line and field, each once', async () => {
    const outcome = await run('report -f wrong-types.yaml -o json');
    const said = gaps(outcome).map(({ position, message }) => `${position?.file}:${position?.line}: ${message}`);
    expect(said).toEqual([
      expect.stringMatching(/^wrong-types\.yaml:12: rules\[1\]\.verbs .*"delete"/),
      expect.stringMatching(/^wrong-types\.yaml:14: rules\[2\]\.resources /),
      expect.stringMatching(/^wrong-types\.yaml:16: rules\[3\] /),
      expect.stringMatching(/^wrong-types\.yaml:31: subjects\[1\] /),
      expect.stringMatching(/^wrong-types\.yaml:38: .*roleRef/),
    ]);
  });

  it('grants nothing by guesswork', async () => {
    const outcome = await run('who-can delete pods -n clinic -f wrong-types.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual([]);
  });

  it('is a number, a boolean or null where a name is needed', async () => {
    const outcome = await run('who-can get configmaps -n clinic -f scalars.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses', 'User yes']);
    expect(gaps(outcome).map(({ position, message }) => `${position?.line}: ${message}`)).toEqual([
      expect.stringMatching(/^9: rules\[0\]\.resourceNames.*2024/),
      expect.stringMatching(/^13: rules\[1\]\.verbs.*true/),
      expect.stringMatching(/^3[0-2]: subjects\[1\] /),
      expect.stringMatching(/^3[3-5]: subjects\[2\] /),
    ]);
    expect(outcome.exitCode).toBe(3);
  });
});

describe('an object that is there more than once', () => {
  it('is one object where the copies mean the same', async () => {
    const once = await run('who-can get secrets -n clinic -f records.yaml -o json');
    const twice = await run('who-can get secrets -n clinic -f records.yaml -f records-copy.yaml -f overlay/records.yaml -o json');
    expect(twice.exitCode).toBe(0);
    expect(answer(twice).subjects).toEqual(answer(once).subjects);
    expect(answer(twice).gaps).toEqual([]);
  });

  it('is a gap that names all places where the copies differ, and all that any copy grants counts', async () => {
    const files = '-f records.yaml -f records-differs.yaml -o json';
    const outcome = await run(`who-can delete secrets -n clinic ${files}`);
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(who(answer(await run(`who-can list secrets -n clinic ${files}`)).subjects)).toEqual(readers);
    const [gap, ...others] = gaps(outcome);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ object: { kind: 'Role', namespace: 'clinic', name: 'records-reader' } });
    expect(gap?.message).toMatch(/\brecords\.yaml:1\b/);
    expect(gap?.message).toMatch(/\brecords-differs\.yaml:1\b/);
    expect(outcome.exitCode).toBe(3);
  });

  it('is two objects where the namespaces differ', async () => {
    const cwd = scratch({ 'clinic.yaml': records, 'shop.yaml': records.replaceAll('clinic', 'shop') });
    expect(await run('report -f clinic.yaml -f shop.yaml', { cwd })).toMatchObject({ exitCode: 0 });
  });
});

/** Ten times the list of ten times the list of … */
function aliases(names: string): string {
  const lines = [...names].map((name, level) => {
    const item = level === 0 ? 'x' : `*${names[level - 1]}`;
    return `${name}: &${name} [${Array(10).fill(item).join(', ')}]\n`;
  });
  return lines.join('');
}

describe('an attack on the reader', () => {
  const soon = { timeout: 20_000 };

  it('by Lists of Lists of Lists is a gap, and the other documents count', soon, async () => {
    const outcome = await run('who-can get secrets -n clinic -f bomb.yaml -f records.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(outcome.stderr).toMatch(/^gap: bomb\.yaml:\d+/m);
    expect(outcome.exitCode).toBe(3);
  });

  it('by Lists of Lists of Lists is said in a few lines', soon, async () => {
    const outcome = await run('report -f bomb.yaml -f records.yaml -o json');
    expect(gaps(outcome).length).toBeLessThanOrEqual(10);
  });

  it.each([
    ['lists of lists', aliases('abcdefghi')],
    [
      'a long list',
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ward }\nall: &all [${'get, '.repeat(100_000)}]\nrules:\n${'  - { verbs: *all }\n'.repeat(10_000)}`,
    ],
    ['itself', 'apiVersion: v1\nkind: List\nitems: &all\n  - *all\n'],
  ])('by aliases of %s is refused at once, with the file', soon, async (_what, text) => {
    const cwd = scratch({ 'bomb.yaml': text });
    expect(refusal(await run('report -f bomb.yaml', { cwd }))).toContain('bomb.yaml');
  });

  it('is not suspected where a few aliases are used as they are meant', async () => {
    const rule = '  - &secrets { apiGroups: [""], resources: [secrets], verbs: [get] }\n  - *secrets\n';
    const cwd = scratch({ 'records.yaml': `${records.split('  - apiGroups')[0]}${rule}` });
    expect(await run('report -f records.yaml', { cwd })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['YAML', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: deep }\ndata: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
    ['unclosed YAML', '['.repeat(1_000_000)],
    ['unclosed JSON', '{"a":'.repeat(1_000_000)],
    ['YAML blocks', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ])('by deep nesting of %s is refused at once', soon, async (_what, text) => {
    const cwd = scratch({ 'deep.yaml': text });
    const outcome = await run('report -f deep.yaml', { cwd });
    expect(refusal(outcome)).toContain('deep.yaml');
    expect(outcome.stderr.length).toBeLessThan(1_000);
  });

  it('by deep nesting of JSON, which a parser may well master, is harmless', soon, async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const role = `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"deep","labels":${deep}},"rules":${deep}}`;
    const cwd = scratch({ 'deep.json': `${role}\n${role.replace('[[', '[')}`, 'records.yaml': records });
    const outcome = await run('who-can get secrets -n clinic -f deep.json -f records.yaml -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(gaps(outcome).length).toBeLessThanOrEqual(5);
    expect(outcome.exitCode).toBe(3);
  });

  it('by a line without end is refused in a short line', soon, async () => {
    const cwd = scratch({ 'long.yaml': 'a'.repeat(5_000_000) });
    const outcome = await run('report -f long.yaml', { cwd });
    expect(refusal(outcome)).toContain('long.yaml');
    expect(outcome.stderr.length).toBeLessThan(1_000);
  });
});

describe('a binary file', () => {
  it.each(['image.yaml', 'image.png', 'image'])('is refused as what it is: %s', async (name) => {
    const cwd = scratch({ [name]: Buffer.concat([Buffer.from('\x7fELF\x02\x01\x00\x00'), randomBytes(4_096)]) });
    expect(refusal(await run(['report', '-f', name], { cwd }))).toMatch(new RegExp(`${name}: .*binary`));
  });

  it('among manifests is a gap, and the others count', async () => {
    const cwd = scratch({ 'ward/records.yaml': records, 'ward/image.yaml': Buffer.concat([Buffer.from([0, 1, 2]), randomBytes(4_096)]) });
    const outcome = await run('who-can get secrets -n clinic -f ward -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(gaps(outcome)).toMatchObject([{ source: 'ward/image.yaml' }]);
    expect(outcome.exitCode).toBe(3);
  });
});
