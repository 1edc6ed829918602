import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { proposalDiff } from '../../src/generator/diff.ts';
import { propose } from '../../src/generator/propose.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Manifest } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { accessTo, binding, editable, role, rule } from './snapshot.ts';

interface Suggestion {
  diff: string;
  creates: Manifest[];
}

function suggest(roles: readonly Role[], bindings: readonly Binding[], pathOf?: (file: string) => string): Suggestion {
  const access = accessTo(roles, bindings);
  const proposals = propose(access, {}, { isExpected: () => false, only: new Set(['split']), verify: verifierFor(access) });
  return { diff: proposalDiff(proposals, access.snapshot, pathOf), creates: proposals.flatMap((proposal) => proposal.creates) };
}

const tools = [
  ['git apply', ['git', 'apply']],
  ['patch -p1', ['patch', '-p1']],
] as const;

/** Applies a diff in a new folder with these files, with each tool, and gives the files that are there then. */
function apply(diff: string, files: Record<string, string>): Record<string, string> {
  const [first, second] = tools.map(([, [command, ...options]]) => {
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

const rules = [rule('get', 'pods'), rule('create', 'pods')];

const nurseText = `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: nurse, namespace: clinic}   # day and night
rules:
  - {apiGroups: [""], resources: [pods], verbs: [get, create]}
`;
const wardText = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ward, namespace: clinic}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: nurse}
subjects: [{kind: User, name: kim}]
`;

/** The nurse and the ward as objects of a file that holds both texts, each in the document that holds its text. */
function nurseAndWard(file: string, text: string, nurse = nurseText, ward = wardText): [Role, Binding] {
  return [
    role('clinic', 'nurse', rules, editable(file, documentWith(nurse, text))),
    binding('clinic', 'ward', 'Role/nurse', 'user:kim', editable(file, documentWith(ward, text))),
  ];
}

/** The document of a file that holds a text, with its separator, as the collector gives it. */
function documentWith(content: string, text: string) {
  const place = text.indexOf(content);
  expect(place).toBeGreaterThanOrEqual(0);
  const starts = [0, ...[...text.matchAll(/^---/gm)].map((match) => match.index)];
  const start = starts.findLast((one) => one <= place) ?? 0;
  const end = starts.find((one) => one > place) ?? text.length;
  return { text, start, end };
}

describe('objects in a file', () => {
  const others = ['# our clinic\n', '---\n# nobody touches this\nkind:   ConfigMap\n', "---\n'kind' : Service # odd, but ours\n"];

  it('give way to the new ones where they stand, and all else stays byte by byte', () => {
    const text = `${others[0]}${nurseText}${others[1]}---\n${wardText}${others[2]}`;
    const [nurse, ward] = nurseAndWard('k8s/clinic.yaml', text);
    const { diff, creates } = suggest([nurse], [ward]);
    const result = apply(diff, { 'k8s/clinic.yaml': text })['k8s/clinic.yaml'] ?? '';
    const [before, between, after] = [result.indexOf('apiVersion'), result.indexOf(others[1] ?? ''), result.indexOf(others[2] ?? '')];
    expect(result.slice(0, before)).toBe(others[0]);
    expect(result.slice(after)).toBe(others[2]);
    expect(loadAll(result.slice(before, between))).toEqual(creates.slice(0, 2));
    expect(loadAll(result.slice(between + (others[1] ?? '').length, after))).toEqual(creates.slice(2));
  });

  it.each([
    ['at the start, without a separator', `${nurseText}---\n${wardText}`],
    ['after separators with remarks', `--- # staff\n${nurseText}--- # where\n${wardText}`],
    ['between comments', `# staff\n\n---\n# the nurse\n${nurseText}# end of the nurse\n\n---\n\n${wardText}\n# the end`],
    ['without a line end at the end', `${nurseText}---\n${wardText.trimEnd()}`],
    ['with an end marker', `${nurseText}...\n---\n${wardText}...\n`],
    ['after a directive', `%YAML 1.2\n---\n${nurseText}---\n${wardText}`],
    ['after a byte order mark', `\uFEFF${nurseText}---\n${wardText}`],
    ['after a byte order mark and a comment', `\uFEFF# staff\n${nurseText}---\n${wardText}`],
    ['on the line of the separator', `--- {kind: Role, metadata: {name: nurse}}\n--- {kind: RoleBinding, metadata: {name: ward}}\n`],
  ])('%s', (_, text) => {
    const flow = text.startsWith('--- {');
    const [nurse, ward] = nurseAndWard(
      'clinic.yaml',
      text,
      flow ? '--- {kind: Role,' : nurseText.trimEnd(),
      flow ? '--- {kind: RoleB' : wardText.trimEnd(),
    );
    const { diff, creates } = suggest([nurse], [ward]);
    const result = apply(diff, { 'clinic.yaml': text })['clinic.yaml'] ?? '';
    expect(loadAll(result.replace('\uFEFF', ''))).toEqual(creates);
    expect(commentsIn(result)).toEqual(commentsIn(text));
    expect(result.endsWith('\n')).toBe(text.endsWith('\n'));
  });

  it('keep the line ends of the file', () => {
    const text = `${nurseText}---\n${wardText}`.replaceAll('\n', '\r\n');
    const [nurse, ward] = nurseAndWard('clinic.yaml', text, nurseText.replaceAll('\n', '\r\n'), wardText.replaceAll('\n', '\r\n'));
    const { diff, creates } = suggest([nurse], [ward]);
    const result = apply(diff, { 'clinic.yaml': text })['clinic.yaml'] ?? '';
    expect(result).not.toMatch(/[^\r]\n/);
    expect(loadAll(result)).toEqual(creates);
  });

  it('leave a comment alone that is text of the object', () => {
    const annotated = `${nurseText}notes: |\n  wash hands\n  # this is text\n`;
    const text = `${annotated}---\n${wardText}`;
    const [nurse, ward] = nurseAndWard('clinic.yaml', text, annotated);
    const result = apply(suggest([nurse], [ward]).diff, { 'clinic.yaml': text })['clinic.yaml'] ?? '';
    expect(result).not.toContain('this is text');
  });
});

/** Whole-line comments and separators with their remarks. */
function commentsIn(text: string): string[] {
  return text.split('\n').filter((line) => /^(?:\uFEFF)?#|^--- #|^%/.test(line));
}

describe('objects in several files', () => {
  it('are edited in each, sorted by file', () => {
    const nurse = role('clinic', 'nurse', rules, editable('./roles/nurse.yaml', documentWith(nurseText, nurseText)));
    const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim', editable('bindings.yaml', documentWith(wardText, wardText)));
    const { diff, creates } = suggest([nurse], [ward]);
    expect(diff.split('\n').filter((line) => line.startsWith('+++'))).toEqual(['+++ b/bindings.yaml', '+++ b/roles/nurse.yaml']);
    const result = apply(diff, { 'roles/nurse.yaml': nurseText, 'bindings.yaml': wardText });
    expect(loadAll(result['roles/nurse.yaml'] ?? '')).toEqual(creates.slice(0, 2));
    expect(loadAll(result['bindings.yaml'] ?? '')).toEqual(creates.slice(2));
  });

  it('that are copies of each other are replaced once and taken away elsewhere', () => {
    const copies = {
      'a.yaml': `${nurseText}---\n${wardText}`,
      'b.yaml': `kind: Namespace\n---\n${nurseText}---\nkind: Service\n`,
      'c.yaml': nurseText,
      'd.yaml': `${nurseText}---\nkind: Service\n`,
    };
    const [nurse, ward] = nurseAndWard('a.yaml', copies['a.yaml']);
    const origins = Object.entries(copies).flatMap(([file, text]) => editable(file, documentWith(nurseText, text)).origins);
    const { diff, creates } = suggest([{ ...nurse, origins }], [ward]);
    const result = apply(diff, copies);
    expect(loadAll(result['a.yaml'] ?? '')).toEqual(creates);
    expect(result['b.yaml']).toBe('kind: Namespace\n---\nkind: Service\n');
    expect(result['d.yaml']).toBe('kind: Service\n');
    expect(Object.keys(result)).toEqual(['a.yaml', 'b.yaml', 'd.yaml']);
  });

  it('that are copies side by side go together', () => {
    const texts = { 'a.yaml': `${nurseText}---\n${wardText}`, 'b.yaml': `${nurseText}---\n${wardText}---\nkind: Service\n` };
    const origins = (content: string) => ({
      origins: Object.entries(texts).flatMap(([file, text]) => editable(file, documentWith(content, text)).origins),
    });
    const { diff, creates } = suggest(
      [role('clinic', 'nurse', rules, origins(nurseText))],
      [binding('clinic', 'ward', 'Role/nurse', 'user:kim', origins(wardText))],
    );
    const result = apply(diff, texts);
    expect(loadAll(result['a.yaml'] ?? '')).toEqual(creates);
    expect(result['b.yaml']).toBe('---\nkind: Service\n');
  });

  it.each(['my clinic/staff roles.yaml', 'größe.yaml', 'a"b.yaml', 'tab\there.yaml'])('may have odd names: %s', (file) => {
    const text = `${nurseText}---\n${wardText}`;
    const [nurse, ward] = nurseAndWard(file, text);
    const { diff, creates } = suggest([nurse], [ward]);
    expect(loadAll(apply(diff, { [file]: text })[file] ?? '')).toEqual(creates);
  });

  it('are found where the patch will be applied', () => {
    const text = `${nurseText}---\n${wardText}`;
    const [nurse, ward] = nurseAndWard('/srv/git/clinic/staff.yaml', text);
    const { diff } = suggest([nurse], [ward], (file) => file.replace('/srv/git/clinic/', ''));
    expect(Object.keys(apply(diff, { 'staff.yaml': text }))).toEqual(['staff.yaml']);
  });
});

describe('a role that stays', () => {
  it('keeps its document, and the new roles follow it', () => {
    const editText = nurseText.replace('kind: Role\n', 'kind: ClusterRole\n').replace('name: nurse, namespace: clinic', 'name: edit');
    const text = `${editText}---\n${wardText}`;
    const edit = role(undefined, 'edit', rules, editable('clinic.yaml', documentWith(editText, text)));
    const ward = binding('clinic', 'ward', 'ClusterRole/edit', 'user:kim', editable('clinic.yaml', documentWith(wardText, text)));
    const { diff, creates } = suggest([edit], [ward]);
    const result = apply(diff, { 'clinic.yaml': text })['clinic.yaml'] ?? '';
    expect(result.startsWith(`${editText}---\n`)).toBe(true);
    expect(loadAll(result).slice(1)).toEqual(creates);
  });

  it('and is in no file has its new roles in front of the bindings', () => {
    const edit = role(undefined, 'edit', rules, { builtin: true });
    const ward = binding('clinic', 'ward', 'ClusterRole/edit', 'user:kim', editable('clinic.yaml', documentWith(wardText, wardText)));
    const { diff, creates } = suggest([edit], [ward]);
    expect(loadAll(apply(diff, { 'clinic.yaml': wardText })['clinic.yaml'] ?? '')).toEqual(creates);
  });
});

describe('objects that are in no file', () => {
  const nurse = role('clinic', 'nurse', rules);
  const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');

  it('become new files, also in an empty folder', () => {
    const { diff, creates } = suggest([nurse], [ward]);
    const result = apply(diff, {});
    expect(Object.keys(result)).toEqual([
      'rbac/role-clinic-nurse-read.yaml',
      'rbac/role-clinic-nurse-write.yaml',
      'rbac/rolebinding-clinic-ward-read.yaml',
      'rbac/rolebinding-clinic-ward-write.yaml',
    ]);
    expect(Object.values(result).flatMap((text) => loadAll(text))).toEqual(creates);
  });

  it('are named above the patch, since no patch can delete them', () => {
    const { diff } = suggest([nurse], [ward]);
    expect(diff.split('\n').slice(0, 4)).toEqual([
      '# To replace the old objects (a roleRef cannot be edited): apply the new ones, verify, then delete:',
      '#   kubectl delete --namespace=clinic rolebinding/ward',
      '#   kubectl delete --namespace=clinic role/nurse',
      '--- /dev/null',
    ]);
  });

  it('never reach outside the folder, and never share a file', () => {
    const names = ['..:..:etc:cron', '.. .. etc cron'];
    const roles = names.map((name) => role('clinic', name, rules));
    const bindings = names.map((name) => binding('clinic', name, '', 'user:kim', { roleRef: { kind: 'Role', name } }));
    const result = apply(suggest(roles, bindings).diff, {});
    expect(Object.keys(result)).toHaveLength(8);
    expect(Object.keys(result)[0]).toBe('rbac/role-clinic-..-..-etc-cron-read-2.yaml');
  });
});

describe('without proposals', () => {
  it('there is no diff', () => {
    expect(suggest([role('clinic', 'nurse', [rule('get', 'pods')])], [])).toEqual({ diff: '', creates: [] });
  });
});
