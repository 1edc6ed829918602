import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dump as yaml } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, run } from '../cli/run.ts';
import { type ApiServer, startApiServer } from './apiserver.ts';
import { assets } from './assets.ts';
import { discoveryDocuments, dump, settled } from './dump.ts';
import { type Manifest, seed } from './seed.ts';

const oracle = join(projectRoot, 'test/fixtures/oracle/adversarial-102/cluster.json.gz');

const questions = [
  'report --all --format json',
  'suggest --format json',
  'who-can get pods --format json',
  'who-can list secrets -A --expand-groups --format json',
  'what-can group:devs --format json',
  'what-can system:serviceaccount:alpha:robot --format json',
  'can-i create deployments --as sa:alpha/robot -n alpha --format json',
  'can-i get /version --as user:a:b --as-group devs --format json',
];

/** A live cluster has no positions; a dump tells neither the version nor that no pod runs, on which the ways of escalation depend. */
const fromTheSource: ReadonlySet<string> = new Set(['position', 'path']);

describe.skipIf(assets === undefined)('one cluster, live and as files', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-same-'));
  const inFolder = (name: string) => join(folder, name);
  let server: ApiServer;
  let live: string[];

  beforeAll(async () => {
    server = await startApiServer(assets ?? '', new Map());
    const cluster = JSON.parse(gunzipSync(readFileSync(oracle)).toString()) as { items: Manifest[] };
    await seed(server, cluster.items);
    await settled(server);
    writeForms(await dump(server), await discoveryDocuments(server));
    live = ['--kubeconfig', await server.kubeconfig('admin'), '--discovery', inFolder('discovery.json')];
  }, 240_000);

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function writeForms(list: { items: Manifest[] }, discovery: readonly unknown[]): void {
    writeFileSync(inFolder('discovery.json'), discovery.map((document) => JSON.stringify(document)).join('\n'));
    const json = JSON.stringify(list, null, 2);
    writeFileSync(inFolder('dump.json'), json);
    writeFileSync(inFolder('dump.yaml'), yaml(list, { noRefs: true }));
    writeFileSync(inFolder('dump.json.gz'), gzipSync(json));
    mkdirSync(inFolder('split/others'), { recursive: true });
    for (const [index, item] of list.items.entries()) {
      writeFileSync(
        inFolder(index % 2 === 0 ? `split/${index}.yaml` : `split/others/${index}.json`),
        index % 2 === 0 ? yaml(item) : JSON.stringify(item),
      );
    }
  }

  /** The answer without what may differ: how it came about, and positions in files. */
  async function answer(question: string, input: readonly string[], stdin = ''): Promise<string> {
    const { stdout, stderr, exitCode } = await run([...question.split(' '), '-q', ...input], { stdin });
    expect([0, 1], stderr).toContain(exitCode);
    const { run: _, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
    return JSON.stringify(rest, (key, value: unknown) => (fromTheSource.has(key) ? undefined : value), 1);
  }

  const forms: readonly [string, () => { input: string[]; stdin?: string }][] = [
    ['a JSON dump', () => ({ input: ['-f', inFolder('dump.json')] })],
    ['a YAML dump', () => ({ input: ['-f', inFolder('dump.yaml')] })],
    ['a gzipped dump', () => ({ input: ['-f', inFolder('dump.json.gz')] })],
    ['one file per object, in folders', () => ({ input: ['-R', '-f', inFolder('split')] })],
    ['standard input', () => ({ input: ['-f', '-'], stdin: readFileSync(inFolder('dump.json'), 'utf8') })],
  ];

  it.each(questions)('%s is answered alike by all forms', async (question) => {
    const expected = await answer(question, live);
    for (const [name, form] of forms) {
      const { input, stdin } = form();
      expect(await answer(question, [...input, '--discovery', inFolder('discovery.json')], stdin), name).toBe(expected);
    }
  });

  it('asks for more than emptiness', async () => {
    expect(JSON.parse(await answer('report --format json', live))).toMatchObject({ gaps: [], limitations: [] });
    expect((await answer('report --format json', live)).length).toBeGreaterThan(10_000);
  });
});
