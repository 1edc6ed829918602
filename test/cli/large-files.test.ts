import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, refusal, who } from './answer.ts';
import { clinic, run } from './run.ts';

const size = 100 * 1024 * 1024;
const records = readFileSync(join(clinic, 'records.yaml'), 'utf8');

describe('a file of 100 MB', { timeout: 300_000 }, () => {
  let cwd = '';

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'rbac-audit-'));
  });

  afterAll(() => rmSync(cwd, { recursive: true }));

  /** Writes parts one after the other until the file is large. */
  function write(name: string, part: (index: number) => string): void {
    const file = openSync(join(cwd, name), 'w');
    for (let written = 0, index = 0; written < size; ) {
      let block = '';
      while (block.length < 1_000_000) block += part(index++);
      written += writeSync(file, block);
    }
    closeSync(file);
  }

  it('of many YAML documents is read, and every one counts', async () => {
    write(
      'wards.yaml',
      (index) => `---\n${records.replaceAll('records-reader', `reader-${index}`).replace('name: nurses\n', `name: nurses-${index}\n`)}`,
    );
    const outcome = await run('can-i get secrets --as sa:clinic/intake -n clinic -f wards.yaml -o json', { cwd });
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(answer(outcome).allowed).toBe(true);
  });

  it('of many YAML documents gives an answer with a reason from each', async () => {
    const outcome = await run('who-can get secrets -n clinic -f wards.yaml', { cwd });
    expect(outcome.exitCode, outcome.stderr.slice(0, 2_000)).toBe(0);
    expect(outcome.stdout).toContain('RoleBinding clinic/nurses-0 ');
    expect(outcome.stdout).toContain('RoleBinding clinic/nurses-100000 ');
  });

  it('of one YAML document is read', async () => {
    const text = ' of the ward'.repeat(8);
    write('rota.yaml', (index) =>
      index === 0 ? `${records}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: rota }\ndata:\n  rota: |\n` : `    ${text}\n`,
    );
    const outcome = await run('who-can get secrets -n clinic -f rota.yaml -o json', { cwd });
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses', 'SA clinic/intake']);
  });

  it('of garbage is refused in two lines', async () => {
    write('garbage.yaml', () => '}{ this: is [ not: yaml: "\n');
    expect(refusal(await run('report -f garbage.yaml', { cwd }))).toMatch(/garbage\.yaml:1:1/);
  });

  it('of one line is refused in two short ones', async () => {
    write('line.yaml', () => 'a'.repeat(1_000_000));
    const outcome = await run('report -f line.yaml', { cwd });
    expect(refusal(outcome)).toContain('line.yaml');
    expect(outcome.stderr.length).toBeLessThan(1_000);
  });

  it('of zeros is a binary file', async () => {
    write('disk.yaml', () => '\0'.repeat(1_000_000));
    expect(refusal(await run('report -f disk.yaml', { cwd }))).toMatch(/disk\.yaml: .*binary/);
  });
});
