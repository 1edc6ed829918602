import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { answer, gaps, refusal, who } from './answer.ts';
import { clinic, run } from './run.ts';
import { scratch } from './scratch.ts';

const records = readFileSync(join(clinic, 'records.yaml'), 'utf8');
const objects = loadAll(records);
const [role, binding] = objects;
const readers = ['Group nurses', 'SA clinic/intake'];

function utf16(text: string, order: 'LE' | 'BE'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
}

function list(kind: string, items: readonly unknown[]): object {
  return { apiVersion: kind === 'List' ? 'v1' : 'rbac.authorization.k8s.io/v1', kind, items };
}

const forms: readonly [what: string, name: string, content: string | Buffer][] = [
  ['YAML', 'records.yaml', records],
  ['YAML by the name of .yml', 'records.yml', records],
  ['YAML without a name ending', 'records', records],
  ['YAML with a byte order mark', 'records.yaml', `\ufeff${records}`],
  ['YAML with lines that end as on Windows', 'records.yaml', records.replaceAll('\n', '\r\n')],
  ['YAML whose last line does not end', 'records.yaml', records.trimEnd()],
  ['YAML with a start and an end of documents', 'records.yaml', `---\n${records}...\n`],
  ['YAML with directives', 'records.yaml', `%YAML 1.2\n---\n${records}`],
  ['YAML with comments and blank lines between documents', 'records.yaml', records.replace('---\n', '\n# next\n\n---\n# here\n\n')],
  ['UTF-16, little end first', 'records.yaml', utf16(records, 'LE')],
  ['UTF-16, big end first', 'records.yaml', utf16(records, 'BE')],
  ['JSON by the name of .yaml', 'records.yaml', JSON.stringify(list('List', objects), null, 2)],
  ['UTF-16 JSON, as PowerShell writes it', 'records.json', utf16(JSON.stringify(list('List', objects), null, 2), 'LE')],
  ['JSON with a byte order mark', 'records.json', `\ufeff${JSON.stringify(list('List', objects))}`],
  ['JSON lines', 'records.json', objects.map((object) => `${JSON.stringify(object)}\n`).join('')],
  ['JSON documents one after the other', 'records.json', objects.map((object) => JSON.stringify(object, null, 2)).join('\n')],
  ['JSON documents with nothing between them', 'records.json', objects.map((object) => JSON.stringify(object)).join('')],
  ['JSON documents as YAML documents', 'records.yaml', objects.map((object) => JSON.stringify(object, null, 2)).join('\n---\n')],
  ['a List', 'records.json', JSON.stringify(list('List', objects))],
  ['a List in a List', 'records.json', JSON.stringify(list('List', [list('List', [role]), list('List', [list('List', [binding])])]))],
  ['typed lists', 'records.json', `${JSON.stringify(list('RoleList', [role]))}${JSON.stringify(list('RoleBindingList', [binding]))}`],
  ['typed lists whose items name no kind', 'records.json', bareLists()],
  ['gzip', 'records.yaml.gz', gzipSync(records)],
  ['gzip without the name', 'records.yaml', gzipSync(records)],
  ['gzip of UTF-16', 'records.yaml.gz', gzipSync(utf16(records, 'BE'))],
  ['gzip in several members', 'records.yaml.gz', Buffer.concat(records.split(/(?=---\n)/).map((part) => gzipSync(part)))],
  ['no gzip, in spite of the name', 'records.yaml.gz', records],
];

/** As the API gives typed lists: apiVersion and kind stand on the list alone. */
function bareLists(): string {
  const bare = (object: unknown): object => ({ ...Object(object), apiVersion: undefined, kind: undefined });
  return [list('RoleList', [bare(role)]), list('RoleBindingList', [bare(binding)])].map((each) => JSON.stringify(each)).join('\n');
}

describe('the same manifests are read as', () => {
  it.each(forms)('%s, from a file', async (_what, name, content) => {
    const cwd = scratch({ [name]: content });
    const outcome = await run(['who-can', 'get', 'secrets', '-n', 'clinic', '-f', name, '-o', 'json'], { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(answer(outcome).gaps).toEqual([]);
    expect(outcome.exitCode).toBe(0);
  });

  it.each(forms)('%s, from stdin', async (_what, _name, content) => {
    const outcome = await run('who-can get secrets -n clinic -f - -o json', { stdin: content });
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(answer(outcome).gaps).toEqual([]);
    expect(outcome.exitCode).toBe(0);
  });

  it('files of a folder, with the endings of YAML, JSON and gzip', async () => {
    const cwd = scratch({ 'ward/role.yml': JSON.stringify(role), 'ward/binding.json.gz': gzipSync(JSON.stringify(binding)) });
    const outcome = await run('who-can get secrets -n clinic -f ward -o json', { cwd });
    expect(who(answer(outcome).subjects)).toEqual(readers);
  });

  it('one part from a file and another from stdin', async () => {
    const cwd = scratch({ 'role.json': JSON.stringify(role) });
    const outcome = await run('who-can get secrets -n clinic -f role.json -f - -o json', { cwd, stdin: JSON.stringify(binding) });
    expect(who(answer(outcome).subjects)).toEqual(readers);
  });
});

describe('lines are counted', () => {
  const broken = readFileSync(join(clinic, 'broken.yaml'), 'utf8');

  it.each([
    ['lines that end as on Windows', 'broken.yaml', broken.replaceAll('\n', '\r\n')],
    ['a byte order mark', 'broken.yaml', `\ufeff${broken}`],
    ['UTF-16', 'broken.yaml', utf16(broken, 'LE')],
    ['gzip', 'broken.yaml.gz', gzipSync(broken)],
  ])('as an editor counts them, in spite of %s', async (_what, name, content) => {
    const cwd = scratch({ [name]: content });
    const outcome = await run(['report', '-f', name, '-o', 'json'], { cwd });
    expect(gaps(outcome)).toMatchObject([{ position: { file: name, line: 13 } }]);
  });
});

describe('what cannot be decoded', () => {
  const packed = gzipSync(records);

  it.each([
    ['is cut off', packed.subarray(0, -20)],
    ['is damaged', Buffer.concat([packed.subarray(0, 20), Buffer.alloc(packed.length - 20, 0x55)])],
    ['is a head alone', packed.subarray(0, 10)],
  ])('is gzip that %s', async (_what, content) => {
    const cwd = scratch({ 'records.yaml.gz': content });
    expect(refusal(await run('report -f records.yaml.gz', { cwd }))).toMatch(/records\.yaml\.gz: .*gzip/);
  });

  it('is gzip that holds something else', async () => {
    const cwd = scratch({ 'backup.gz': gzipSync(gunzipSync(gzipSync(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3])))) });
    expect(refusal(await run('report -f backup.gz', { cwd }))).toMatch(/backup\.gz: .*binary/);
  });

  it('is UTF-8 with bytes that are none: they are named, not guessed', async () => {
    const latin1 = Buffer.from(records.replace('nurses', 'Ärzte'), 'latin1');
    const cwd = scratch({ 'latin1.yaml': latin1 });
    expect(refusal(await run('report -f latin1.yaml', { cwd }))).toContain('latin1.yaml');
  });

  it('is YAML that indents with tabs: the line is named', async () => {
    const tabs = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n\tname: ward\n';
    const cwd = scratch({ 'tabs.yaml': tabs });
    expect(refusal(await run('report -f tabs.yaml', { cwd }))).toMatch(/tabs\.yaml:4:\d+: .*tab/);
  });

  it('is nothing at all on stdin', async () => {
    expect(refusal(await run('report -f -', { stdin: '' }))).toMatch(/stdin|standard input/);
  });
});
