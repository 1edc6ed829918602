import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { projectRoot, run } from './run.ts';

const fixtures = join(projectRoot, 'test/fixtures/oracle');
const real = join(projectRoot, '../shared/oracle/real');

if (!existsSync(real))
  process.stderr.write('skipped: ../shared/oracle/real is not there, so no answers about public projects are compared\n');

/** Asks what an API server was asked, through the command line, and lists the requests that are answered otherwise. */
async function disagreements(folder: string): Promise<{ asked: number; differ: string[] }> {
  const lines = gunzipSync(readFileSync(join(folder, 'answers.jsonl.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  const recorded = lines.map((line) => {
    const { allowed, reason: _reason, ...request }: { allowed: boolean; reason?: string } = JSON.parse(line);
    return { allowed, request: JSON.stringify(request) };
  });
  const stdin = recorded.map(({ request }) => `${request}\n`).join('');
  const outcome = await run(['can-i', '--requests', '-', '-f', join(folder, 'cluster.json.gz')], { stdin });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  const answers = outcome.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(recorded.length);
  const differ = recorded.flatMap(({ allowed, request }, index) => {
    const answer: { allowed: boolean } = JSON.parse(answers[index] ?? '{}');
    return answer.allowed === allowed ? [] : [`${request} is ${allowed}, not ${answer.allowed}`];
  });
  return { asked: recorded.length, differ };
}

describe('can-i --requests answers as the API server did', () => {
  it.each(['adversarial-102', 'adversarial-103'])('each of 30,000 questions about %s', async (name) => {
    const { asked, differ } = await disagreements(join(fixtures, name));
    expect(differ).toEqual([]);
    expect(asked).toBe(30_000);
  });

  it.skipIf(!existsSync(real))('every question about the RBAC of 82 public projects', { timeout: 180_000 }, async () => {
    const { asked, differ } = await disagreements(real);
    expect(differ).toEqual([]);
    expect(asked).toBeGreaterThan(100_000);
  });
});
