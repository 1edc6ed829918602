import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeAuditLog } from '../../bench/audit-events.ts';
import { PrintedEvents } from '../../src/collector/audit-log/printed-event.ts';
import { scratch } from '../cli/scratch.ts';

function logOf(bytes: number, seed?: number): string {
  const file = join(scratch(), 'audit.log');
  writeAuditLog(file, bytes, seed);
  return readFileSync(file, 'utf8');
}

it('a made-up audit log is the same for the same seed, and another one for another', () => {
  expect(logOf(1_000_000)).toBe(logOf(1_000_000));
  expect(logOf(1_000_000, 2)).not.toBe(logOf(1_000_000));
});

it('a made-up audit log is as long as asked for, and covers a month however long it is', () => {
  for (const bytes of [2_000_000, 6_000_000]) {
    const text = logOf(bytes);
    expect(text.length / bytes).toBeGreaterThan(1);
    expect(text.length / bytes).toBeLessThan(1.6);
    const times = [...text.matchAll(/"requestReceivedTimestamp":"([^"]*)"/g)].map(([, time = '']) => Date.parse(time));
    const days = (Math.max(...times) - Math.min(...times)) / 86_400_000;
    expect(days).toBeGreaterThan(15);
    expect(days).toBeLessThan(32);
  }
});

it('a made-up audit log is written as kube-apiserver writes it', () => {
  const text = logOf(1_000_000);
  const printed = new PrintedEvents();
  const stages = new Set<string>();
  for (let start = 0; start < text.length; start = printed.end) {
    const event = printed.read(text, start);
    if (!event) throw new Error(`not as kube-apiserver writes it: ${text.slice(start, text.indexOf('\n', start))}`);
    stages.add(event.stage);
  }
  expect(stages).toEqual(new Set(['RequestReceived', 'ResponseStarted', 'ResponseComplete']));
  expect(text).toContain('"authorization.k8s.io/decision":"forbid"');
});
