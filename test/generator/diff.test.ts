import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { proposalDiff } from '../../src/generator/diff.ts';
import type { Manifest, Proposal } from '../../src/model/proposal.ts';
import { changedSubjects, type Files, inFiles, proposalsFor } from './in-files.ts';
import { proposed } from './proposed.ts';
import { accessTo, binding, role, rule } from './snapshot.ts';

const tools = [
  ['git', ['apply']],
  ['patch', ['-p1', '-f']],
] as const;

/** Applies a diff in a new folder with these files, with each tool, and gives the files that are there then. */
function apply(diff: string, files: Files): Files {
  const [first, second] = tools.map(([command, options]) => {
    const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-diff-'));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const { status, stdout, stderr } = spawnSync(command, options, { cwd: folder, input: diff, encoding: 'utf8' });
      expect({ command, status, output: status === 0 ? '' : stdout + stderr }).toEqual({ command, status: 0, output: '' });
      const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
      return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  expect(second).toEqual(first);
  return first ?? {};
}

/** The diff for files, and what both tools make of it: read again, everybody may do the same, and nothing is left to propose. */
function patched(files: Files): { diff: string; after: Files } {
  const { access, pathOf } = inFiles(files);
  const proposals = proposalsFor(access, ['split']);
  expect(proposals.length).toBeGreaterThan(0);
  const diff = proposalDiff(proposals, access.snapshot, pathOf);
  const after = apply(diff, files);
  const again = inFiles(after);
  expect(changedSubjects(access, again.access)).toEqual([]);
  expect(proposalsFor(again.access, ['split'])).toEqual([]);
  return { diff, after };
}

const apiVersion = 'apiVersion: rbac.authorization.k8s.io/v1\n';
const nurse = (name: string, verbs: string, labels = ''): string => `kind: Role
${apiVersion}metadata: {name: ${name}, namespace: clinic${labels}}   # day and night
rules:
  - {apiGroups: [""], resources: [pods], verbs: [${verbs}]}
`;
const ward = (name: string, roleName: string, labels = ''): string => `${apiVersion}kind: RoleBinding
metadata: {name: ${name}, namespace: clinic${labels}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${roleName}}
subjects: [{kind: User, name: kim}]
`;
const nurseText = nurse('nurse', 'get, create');
const wardText = ward('ward', 'nurse');
const made = (from: string): string => `, labels: {app.kubernetes.io/managed-by: rbac-audit, rbac-audit/split-from: ${from}}`;
const nurses = `${nurse('nurse-read', 'get', made('nurse'))}---\n${nurse('nurse-write', 'create', made('nurse'))}`;
const wards = `${ward('ward-read', 'nurse-read', made('ward'))}---\n${ward('ward-write', 'nurse-write', made('ward'))}`;
const both = `${nurseText}---\n${wardText}`;

describe('objects in a file', () => {
  it.each([
    ['at the start, without a separator', (some: string, more: string) => `${some}---\n${more}`],
    ['after separators with remarks', (some: string, more: string) => `--- # staff\n${some}--- # where\n${more}`],
    [
      'between comments',
      (some: string, more: string) => `# staff\n\n---\n# the nurse\n${some}# end of the nurse\n\n---\n\n${more}\n# the end`,
    ],
    ['between others', (some: string, more: string) => `kind:   ConfigMap\n---\n${some}---\n'kind' : Service # odd\n---\n${more}---\n{}\n`],
    ['without a line end at the end', (some: string, more: string) => `${some}---\n${more.trimEnd()}`],
    ['with an end marker', (some: string, more: string) => `${some}...\n---\n${more}...\n`],
    ['after a directive', (some: string, more: string) => `%YAML 1.2\n---\n${some}---\n${more}`],
    ['after a byte order mark', (some: string, more: string) => `\uFEFF${some}---\n${more}`],
    ['after a byte order mark and a comment', (some: string, more: string) => `\uFEFF# staff\n${some}---\n${more}`],
    ['with the line ends of Windows', (some: string, more: string) => `${some}---\n${more}`.replaceAll('\n', '\r\n')],
  ])('give way to the new ones where they stand, and all else stays byte by byte: %s', (_, around) => {
    expect(patched({ 'k8s/clinic.yaml': around(nurseText, wardText) }).after).toEqual({ 'k8s/clinic.yaml': around(nurses, wards) });
  });

  it('change no other line', () => {
    const { diff } = patched({ 'clinic.yaml': both });
    expect(diff.split('\n').filter((line) => /^-(?!--)/.test(line))).toEqual(
      [
        ...nurseText.split('\n').filter((line) => /name: nurse|verbs/.test(line)),
        ...wardText.split('\n').filter((line) => /name: ward|name: nurse/.test(line)),
      ].map((line) => `-${line}`),
    );
  });

  it.each(['my clinic/staff roles.yaml', 'größe.yaml', '病院.yaml', 'a"b.yaml', "it's.yaml", 'tab\there.yaml', 'back\\slash.yaml'])(
    'may stand in a file with an odd name: %s',
    (file) => {
      expect(patched({ [file]: both }).after).toEqual({ [file]: `${nurses}---\n${wards}` });
    },
  );

  it('may be items of a List', () => {
    const items = (text: string) =>
      text
        .split('---\n')
        .map((one) => `- ${one.trimEnd().replaceAll('\n', '\n  ')}\n`)
        .join('');
    const list = (text: string) => `kind: List\n# staff\nitems:\n${text}# the end\n`;
    expect(patched({ 'clinic.yaml': list(items(both)) }).after).toEqual({ 'clinic.yaml': list(items(`${nurses}---\n${wards}`)) });
  });

  it('may be JSON', () => {
    const objects = (text: string) => loadAll(text);
    const list = (text: string) => `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects(text) }, null, 4)}\n`;
    const { after, diff } = patched({ 'clinic.json': list(both) });
    expect(after).toEqual({ 'clinic.json': list(`${nurses}---\n${wards}`) });
    expect(diff).not.toMatch(/^-.*"(?:apiGroups|subjects)"/m);
  });

  it('may be one JSON text each, or several in a row', () => {
    const [one, other] = loadAll(both).map((object) => `${JSON.stringify(object, null, 2)}\n`);
    const { after } = patched({ 'nurse.json': one ?? '', 'ward.json': other ?? '' });
    expect(Object.values(after).map((text) => JSON.parse(text).items.length)).toEqual([2, 2]);
    patched({ 'clinic.json': `${one}${other}` });
  });
});

describe('objects in several files', () => {
  it('are edited in each, sorted by file', () => {
    const { diff, after } = patched({ 'roles/nurse.yaml': nurseText, 'bindings.yaml': wardText });
    expect(diff.split('\n').filter((line) => line.startsWith('+++'))).toEqual(['+++ b/bindings.yaml', '+++ b/roles/nurse.yaml']);
    expect(after).toEqual({ 'roles/nurse.yaml': nurses, 'bindings.yaml': wards });
  });

  it('that are copies of each other change alike, since each may be applied by itself', () => {
    const { after } = patched({ 'day/clinic.yaml': both, 'night/clinic.yaml': `# at night\n${both}`, 'roles.yaml': nurseText });
    expect(after).toEqual({
      'day/clinic.yaml': `${nurses}---\n${wards}`,
      'night/clinic.yaml': `# at night\n${nurses}---\n${wards}`,
      'roles.yaml': nurses,
    });
  });

  it('are edited once where a file was named twice', () => {
    const { access, pathOf } = inFiles({ 'clinic.yaml': both });
    const twice = {
      ...access.snapshot,
      roles: access.snapshot.roles.map((one) => ({ ...one, origins: [...one.origins, ...one.origins] })),
    };
    const proposals = proposalsFor(access, ['split']);
    expect(proposalDiff(proposals, twice, pathOf)).toBe(proposalDiff(proposals, access.snapshot, pathOf));
  });
});

describe('a role that stays', () => {
  it('keeps its document, and the new roles follow it', () => {
    const edit = (name: string, verbs: string, labels = '') =>
      nurse(name, verbs, labels).replace('kind: Role', 'kind: ClusterRole').replace(', namespace: clinic', '');
    const toEdit = (text: string) => text.replace('kind: Role,', 'kind: ClusterRole,');
    const { after } = patched({ 'clinic.yaml': `${edit('edit', 'get, create')}---\n${toEdit(ward('ward', 'edit'))}` });
    const news = `${edit('edit-read', 'get', made('edit'))}---\n${edit('edit-write', 'create', made('edit'))}`;
    const bound = `${ward('ward-read', 'edit-read', made('ward'))}---\n${ward('ward-write', 'edit-write', made('ward'))}`;
    expect(after).toEqual({ 'clinic.yaml': `${edit('edit', 'get, create')}---\n${news}---\n${toEdit(toEdit(bound))}` });
  });

  it('and is in no file has its new roles in front of the bindings', () => {
    const text = ward('ward', 'edit').replace('kind: Role,', 'kind: ClusterRole,');
    const { after } = patched({ 'clinic.yaml': text });
    const kinds = loadAll(after['clinic.yaml'] ?? '').map((object) => (object as Manifest).kind);
    expect(kinds).toEqual(['ClusterRole', 'ClusterRole', 'ClusterRole', 'RoleBinding', 'RoleBinding', 'RoleBinding']);
  });
});

describe('a proposal of any kind', () => {
  const ref = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
  const wardRef = { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' };
  const diffOf = (proposal: Pick<Proposal, 'replaces' | 'creates' | 'removes'>, text = both): Files => {
    const { access, pathOf } = inFiles({ 'clinic.yaml': text, 'other.yaml': 'kind: Namespace\n' });
    const whole = proposed(proposal);
    return apply(proposalDiff([whole], access.snapshot, pathOf), { 'clinic.yaml': text, 'other.yaml': 'kind: Namespace\n' });
  };
  const manifest = (name: string, verbs: string[]): Manifest => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { labels: {}, name, namespace: 'clinic' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
  });

  it('may edit an object under its name', () => {
    expect(diffOf({ replaces: [ref], removes: [ref], creates: [manifest('nurse', ['get'])] })['clinic.yaml']).toBe(
      `${nurse('nurse', 'get')}---\n${wardText}`,
    );
  });

  it('may only remove', () => {
    expect(diffOf({ replaces: [wardRef], removes: [wardRef], creates: [] })['clinic.yaml']).toBe(nurseText);
    const quiet = both.replace(/ +# .*/, '');
    expect(diffOf({ replaces: [ref, wardRef], removes: [wardRef, ref], creates: [] }, quiet)).toEqual({
      'other.yaml': 'kind: Namespace\n',
    });
  });

  it('may only remove, and leaves what people have written beside it', () => {
    expect(diffOf({ replaces: [ref], removes: [ref], creates: [] })['clinic.yaml']).toBe(`# day and night\n---\n${wardText}`);
  });

  it('may only create', () => {
    const after = diffOf({ replaces: [wardRef], removes: [], creates: [manifest('shared', ['get'])] })['clinic.yaml'] ?? '';
    expect(after.startsWith(`${nurseText}---\n`)).toBe(true);
    expect(after.endsWith(wardText) || after.includes(wardText)).toBe(true);
    expect(after).toContain('name: shared\n');
  });
});

describe('objects that are in no file', () => {
  const roleOfNurse = role('clinic', 'nurse', [rule('get', 'pods'), rule('create', 'pods')]);
  const live = accessTo([roleOfNurse], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]);

  it('become new files, also in an empty folder', () => {
    const proposals = proposalsFor(live, ['split']);
    const result = apply(proposalDiff(proposals, live.snapshot), {});
    expect(Object.keys(result)).toEqual([
      'rbac/role-clinic-nurse-read.yaml',
      'rbac/role-clinic-nurse-write.yaml',
      'rbac/rolebinding-clinic-ward-read.yaml',
      'rbac/rolebinding-clinic-ward-write.yaml',
    ]);
    expect(Object.values(result).flatMap((text) => loadAll(text))).toEqual(proposals.flatMap(({ creates }) => creates));
  });

  it('are shown above what takes their place, with the commands that delete them, since no patch can', () => {
    const diff = proposalDiff(proposalsFor(live, ['split']), live.snapshot);
    expect(diff.split('\n').filter((line) => /^(?:#|\+\+\+)/.test(line))).toEqual([
      '# To replace the old objects (a roleRef cannot be edited): apply the new ones, verify, then delete:',
      '#   kubectl delete --namespace=clinic rolebinding/ward',
      '#   kubectl delete --namespace=clinic role/nurse',
      '# Role/nurse in clinic goes:',
      '# -apiVersion: rbac.authorization.k8s.io/v1',
      '# -kind: Role',
      '# -metadata:',
      '# -  name: nurse',
      '# -  namespace: clinic',
      '# -rules:',
      '# -- apiGroups:',
      '# -  - ""',
      '# -  resources:',
      '# -  - pods',
      '# -  verbs:',
      '# -  - get',
      '# -- apiGroups:',
      '# -  - ""',
      '# -  resources:',
      '# -  - pods',
      '# -  verbs:',
      '# -  - create',
      '+++ b/rbac/role-clinic-nurse-read.yaml',
      '+++ b/rbac/role-clinic-nurse-write.yaml',
      '# RoleBinding/ward in clinic goes:',
      '# -apiVersion: rbac.authorization.k8s.io/v1',
      '# -kind: RoleBinding',
      '# -metadata:',
      '# -  name: ward',
      '# -  namespace: clinic',
      '# -roleRef:',
      '# -  apiGroup: rbac.authorization.k8s.io',
      '# -  kind: Role',
      '# -  name: nurse',
      '# -subjects:',
      '# -- apiGroup: rbac.authorization.k8s.io',
      '# -  kind: User',
      '# -  name: kim',
      '+++ b/rbac/rolebinding-clinic-ward-read.yaml',
      '+++ b/rbac/rolebinding-clinic-ward-write.yaml',
    ]);
  });

  it('that are edited show the lines that differ', () => {
    const [proposal] = proposalsFor(live, ['split']);
    const ref = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
    const [made] = proposal?.creates ?? [];
    if (!proposal || !made || !('rules' in made)) throw new Error('no proposal');
    const edited: Manifest = { ...made, metadata: { labels: {}, name: 'nurse', namespace: 'clinic' } };
    const diff = proposalDiff([{ ...proposal, replaces: [ref], removes: [ref], creates: [edited] }], live.snapshot);
    expect(diff.split('\n').filter((line) => /^# [-+]/.test(line))).toEqual([
      '# +  labels: {}',
      '# -- apiGroups:',
      '# -  - ""',
      '# -  resources:',
      '# -  - pods',
      '# -  verbs:',
      '# -  - create',
    ]);
    expect(Object.keys(apply(diff, {}))).toEqual(['rbac/role-clinic-nurse.yaml']);
  });

  it('never reach outside the folder, and never share a file', () => {
    const names = ['..:..:etc:cron', '.. .. etc cron', '..:..:ETC:cron', 'x'.repeat(253)];
    const roles = names.map((name) => role('clinic', name, roleOfNurse.rules));
    const bindings = names.map((name) => binding('clinic', name, '', 'user:kim', { roleRef: { kind: 'Role', name } }));
    const access = accessTo(roles, bindings);
    const result = apply(proposalDiff(proposalsFor(access, ['split']), access.snapshot), {});
    expect(Object.keys(result)).toHaveLength(16);
    expect(Object.keys(result)[0]).toBe('rbac/role-clinic-..-..-ETC-cron-read-2.yaml');
    expect(new Set(Object.keys(result).map((path) => path.toLowerCase())).size).toBe(16);
  });
});

describe('without proposals', () => {
  it('there is no diff', () => {
    const access = accessTo([role('clinic', 'nurse', [rule('get', 'pods')])], []);
    expect(proposalDiff(proposalsFor(access, ['split']), access.snapshot)).toBe('');
  });
});
