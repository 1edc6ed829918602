import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ManifestOptions, readManifests } from '../../src/collector/manifests.ts';
import { UserError } from '../../src/model/error.ts';
import { scratch } from '../cli/scratch.ts';

const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader}\nrules: []\n';
const broken = 'kind: Role\nrules: [get\n';

function read(paths: string[], more: Partial<ManifestOptions> = {}) {
  return readManifests({ paths, recursive: false, exclude: [], defaultNamespace: 'clinic', ...more });
}

/** What is read of a folder with these files. */
function readFolder(files: Record<string, string | Buffer>, more: Partial<ManifestOptions> = {}) {
  return read([scratch(files)], more);
}

/** The error that reading ends with. */
function failure(files: Record<string, string | Buffer>): { message: string; advice: string | undefined } {
  try {
    readFolder(files);
  } catch (error) {
    if (error instanceof UserError) return { message: error.message.replace(/^\S*\//, ''), advice: error.advice };
    throw error;
  }
  return { message: 'no error', advice: undefined };
}

describe('manifests', () => {
  it('are read from all files of a folder, and from standard input', () => {
    const folder = scratch({
      'a.yaml': role,
      'b.json': '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"b"}}',
    });
    const { roles, gaps } = read([folder, '-'], { stdin: Buffer.from(role.replace('reader', 'writer')) });
    expect(roles.map(({ name }) => name)).toEqual(['reader', 'b', 'writer']);
    expect(gaps).toEqual([]);
  });

  it('lie in the default namespace where they name none', () => {
    expect(readFolder({ 'a.yaml': role }, { defaultNamespace: 'shop' }).roles).toMatchObject([{ namespace: 'shop' }]);
  });

  it('know their file and line; what comes from standard input comes from stdin', () => {
    const file = join(scratch({ 'a.yaml': `# the ward\n${role}` }), 'a.yaml');
    expect(read([file]).roles[0]?.origins[0]?.locate(['metadata', 'name'])).toEqual({ file, line: 4, column: 18 });
    expect(read(['-'], { stdin: Buffer.from(role) }).roles[0]?.origins[0]?.locate([])).toEqual({ file: 'stdin', line: 1, column: 1 });
  });

  it.each<[string, string | Buffer, boolean]>([
    ['a plain file', role, true],
    ['CR LF', role.replaceAll('\n', '\r\n'), true],
    ['a byte order mark', `\ufeff${role}`, true],
    ['UTF-16', Buffer.from(`\ufeff${role}`, 'utf16le'), false],
    ['UTF-16 of as many bytes as UTF-8', Buffer.from(`\ufeff${role}# ${'病'.repeat(role.length + 5)}\n`, 'utf16le'), false],
    ['gzip', gzipSync(role), false],
  ])('can be edited in place, or not, where they are %s', (_what, content, editable) => {
    expect(readFolder({ 'a.yaml': content }).roles[0]?.origins[0]?.source !== undefined).toBe(editable);
  });

  it('of other kinds are no error', () => {
    expect(readFolder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ward}\n' })).toMatchObject({
      objects: 1,
      roles: [],
      gaps: [],
    });
  });
});

describe('what cannot be read', () => {
  it.each<[string, string | Buffer, object]>([
    [
      'a broken document',
      broken,
      { code: 'broken-document', position: { line: 2 }, message: expect.stringMatching(/b\.yaml:2:\d+: not YAML or JSON: /) },
    ],
    ['a template', 'name: {{ .Values.name }}\n', { code: 'unrendered-template', advice: expect.stringContaining('helm template') }],
    [
      'a key that stands twice',
      'apiVersion: v1\nkind: ConfigMap\nkind: ConfigMap\n',
      { code: 'broken-document', message: expect.stringContaining('stands twice') },
    ],
    ['a binary file', Buffer.from([1, 0, 2]), { code: 'binary-file' }],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 0]), { code: 'unreadable-file', message: expect.stringContaining('gzip') }],
    ['another encoding', Buffer.from('name: m\xfcller', 'latin1'), { code: 'unreadable-file', advice: 'save it as UTF-8' }],
  ])('is a gap with advice, and the rest counts: %s', (_what, content, expected) => {
    const { roles, gaps } = readFolder({ 'a.yaml': role, 'b.yaml': content });
    expect(roles).toHaveLength(1);
    expect(gaps).toMatchObject([{ source: expect.stringMatching(/b\.yaml$/), advice: expect.any(String), ...expected }]);
  });

  it.each([
    [role, 'that document was left out; the other document was read'],
    [`${role}---\n${role}`, 'that document was left out; the 2 other documents were read'],
    ['', 'that document was left out'],
  ])('says how many documents of the file were read', (others, advice) => {
    const { gaps } = readFolder({ 'a.yaml': role, 'b.yaml': `${others}---\n${broken}` });
    expect(gaps).toMatchObject([{ advice }]);
  });
});

describe('input without any object', () => {
  it.each<[string, Record<string, string | Buffer>, string | RegExp]>([
    ['nothing but comments', { 'a.yaml': '# nothing\n' }, 'no Kubernetes objects found'],
    ['values, which are no objects', { 'values.yaml': 'replicas: 3\n' }, 'no Kubernetes objects found'],
    ['a binary file', { 'a.yaml': Buffer.from([0]) }, 'a.yaml: a binary file'],
    ['broken documents', { 'a.yaml': broken, 'b.yaml': broken }, '(and 1 more like it)'],
  ])('is an error, never clean: %s', (_what, files, message) => {
    expect(failure(files).message).toContain(message);
    expect(failure(files).advice).toBeDefined();
  });

  it('names standard input as people do', () => {
    expect(() => read(['-'], { stdin: Buffer.alloc(0) })).toThrow('stdin: no Kubernetes objects found');
  });
});
