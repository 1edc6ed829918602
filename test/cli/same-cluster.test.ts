import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dump, loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, projectRoot, run } from './run.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
}

interface Form {
  readonly what: string;
  readonly args: readonly string[];
  readonly stdin?: string | Buffer;
}

/** The objects of the synthetic cluster, as a server dumped them. */
function synthetic(): KubernetesObject[] {
  const list: { items: KubernetesObject[] } = JSON.parse(
    gunzipSync(readFileSync(join(projectRoot, 'test/fixtures/oracle/adversarial-102/cluster.json.gz'))).toString(),
  );
  return list.items;
}

/** The objects of the example, as they stand in its files. */
function checkedIn(): KubernetesObject[] {
  const files = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return files.flatMap((path) => {
    const documents: KubernetesObject[] = JSON.parse(JSON.stringify(loadAll(readFileSync(join(example, path), 'utf8'))));
    return documents;
  });
}

/** The same objects in another order, and always in that one. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const keyed = items.map((item, index) => ({ item, key: Math.imul(index + seed, 2_654_435_761) >>> 0 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function list(items: readonly unknown[]): object {
  return { apiVersion: 'v1', kind: 'List', items };
}

function yaml(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => `---\n${dump(object, { noRefs: true })}`).join('');
}

function listOfLists(objects: readonly KubernetesObject[]): object {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  return list(kinds.map((kind) => list(objects.filter((object) => object.kind === kind))));
}

/** Writes the objects in every form that the tool reads, and says how each is given to it. */
function formsOf(objects: readonly KubernetesObject[], folder: string): Form[] {
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const json = JSON.stringify(list(objects), null, 2);
  const half = Math.floor(objects.length / 2);
  shuffled(objects, 1).forEach((object, index) => {
    const path = join('split', object.metadata.namespace?.replaceAll('/', '-') ?? 'cluster', object.kind);
    mkdirSync(join(folder, path), { recursive: true });
    write(join(path, `${index}.yaml`), dump(object, { noRefs: true }));
  });
  return [
    { what: 'YAML documents', args: ['-f', write('cluster.yaml', yaml(objects))] },
    { what: 'a YAML List', args: ['-f', write('list.yaml', dump(list(objects), { noRefs: true }))] },
    { what: 'gzip', args: ['-f', write('cluster.json.gz', gzipSync(json))] },
    { what: 'JSON lines', args: ['-f', write('lines.json', objects.map((object) => `${JSON.stringify(object)}\n`).join(''))] },
    { what: 'Lists in a List', args: ['-f', write('lists.json', JSON.stringify(listOfLists(objects)))] },
    { what: 'a file for each object, in folders', args: ['-R', '-f', 'split'] },
    { what: 'two files', args: ['-f', write('b.yaml', yaml(objects.slice(half))), '-f', write('a.yaml', yaml(objects.slice(0, half)))] },
    { what: 'documents in another order', args: ['-f', write('shuffled.yaml', yaml(shuffled(objects, 2)))] },
    { what: 'a List in a third order', args: ['-f', write('shuffled.json', JSON.stringify(list(shuffled(objects, 3))))] },
    { what: 'every object twice', args: ['-f', write('twice.json', `${json}${JSON.stringify(list(shuffled(objects, 4)))}`)] },
    { what: 'JSON on stdin', args: ['-f', '-'], stdin: json },
    { what: 'YAML on stdin', args: ['-f', '-'], stdin: yaml(objects) },
    { what: 'gzip on stdin', args: ['-f', '-'], stdin: gzipSync(json) },
  ];
}

/** An answer without what may differ: where it was read from, and where in there each thing stands. */
function comparable(json: string): string {
  const places = new Set(['run', 'position', 'positions']);
  return JSON.stringify(
    JSON.parse(json, (key, value: unknown) => (places.has(key) ? undefined : value)),
    null,
    1,
  );
}

const clusters: readonly [name: string, objects: () => KubernetesObject[], commands: readonly string[]][] = [
  [
    'a dumped cluster',
    synthetic,
    [
      'who-can get secrets --explain',
      'what-can sa:alpha/robot',
      'what-can user:__proto__ --as-group devs',
      'can-i delete deployments --as sa:alpha/robot -n alpha --explain',
      'can-i --requests requests.jsonl',
      'report --all',
      'suggest',
    ],
  ],
  [
    'the example',
    checkedIn,
    [
      'who-can get secrets -n shop',
      'who-can get databases --expand-groups',
      'what-can sa:shop/checkout',
      'can-i delete deployments --as user:ines --as-group clinic-nurses -n clinic --explain',
      'report --all',
      'suggest',
    ],
  ],
];

describe.each(clusters)('%s gives the same JSON', (_name, objects, commands) => {
  let folder = '';
  let forms: Form[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rbac-audit-'));
    const all = objects();
    writeFileSync(join(folder, 'cluster.json'), JSON.stringify(list(all)));
    const answers = gunzipSync(readFileSync(join(projectRoot, 'test/fixtures/oracle/adversarial-102/answers.jsonl.gz'))).toString();
    writeFileSync(join(folder, 'requests.jsonl'), answers.split('\n').slice(0, 2_000).join('\n'));
    forms = formsOf(all, folder);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(commands)('in whatever form it comes, to %s', { timeout: 120_000 }, async (command) => {
    const lines = command.includes('--requests');
    const read = (stdout: string): string => (lines ? stdout : comparable(stdout));
    const dumped = await run(`${command} --format json -f cluster.json`, { cwd: folder });
    expect(dumped.stdout.length).toBeGreaterThan(100);
    for (const { what, args, stdin } of forms) {
      const outcome = await run([...command.split(' '), '--format', 'json', ...args], { cwd: folder, stdin: stdin ?? '' });
      expect(outcome.exitCode, `${what}: ${outcome.stderr}`).toBe(dumped.exitCode);
      expect(read(outcome.stdout), what).toBe(read(dumped.stdout));
    }
  });
});

describe('the files of the example as they are', () => {
  it.each(['who-can get secrets -n shop', 'what-can sa:shop/checkout', 'report --all', 'suggest'])(
    'give the same JSON as one dump to %s',
    async (command) => {
      const stdin = JSON.stringify(list(checkedIn()));
      const files = await run([...command.split(' '), '-o', 'json', '-R', '-f', example]);
      const piped = await run(`${command} -o json -f -`, { stdin });
      expect(comparable(files.stdout)).toBe(comparable(piped.stdout));
      expect(files.exitCode).toBe(0);
    },
  );

  it('is complete: no gap, no limitation', async () => {
    const outcome = await run(['report', '-o', 'json', '-R', '-f', example]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ gaps: [], limitations: [] });
    expect(outcome.exitCode).toBe(0);
  });
});
