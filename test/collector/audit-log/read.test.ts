import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeAuditLog } from '../../../bench/audit-events.ts';
import { readAuditLogs } from '../../../src/collector/audit-log/read.ts';
import { UserError } from '../../../src/model/error.ts';
import { scratch } from '../../cli/scratch.ts';
import { checkout, enter, event, line, log, rightsOf } from './events.ts';

const read = (folder: string, ...names: string[]) => readAuditLogs(names.map((name) => join(folder, name)));

/** The error that reading ends with. */
async function errorOf(reading: Promise<unknown>): Promise<UserError> {
  const error: unknown = await reading.catch((caught: unknown) => caught);
  if (error instanceof UserError) return error;
  throw new Error(`no error for the user: ${String(error)}`);
}

describe('audit logs', () => {
  it('tell who used what, when, and how much there was', async () => {
    const folder = scratch({
      'audit.log': log(
        event({ requestReceivedTimestamp: '2026-10-18T00:00:00.000000Z' }),
        event({ requestReceivedTimestamp: '2026-11-20T12:00:00.000000Z', level: 'Request' }),
      ),
    });
    const { usage, gaps } = await read(folder, 'audit.log');
    expect(rightsOf(usage.identities, checkout)).toEqual(['get configmaps(flags) in shop']);
    expect(usage.log).toMatchObject({
      sources: [join(folder, 'audit.log')],
      first: '2026-10-18T00:00:00.000Z',
      last: '2026-11-20T12:00:00.000Z',
      days: 33.5,
      counts: { events: 2, requests: 2 },
      levels: { Metadata: 1, Request: 1 },
    });
    expect(gaps).toEqual([]);
  });

  it('may be gzipped, also in several members, and in several files', async () => {
    const text = log(event(), event({ verb: 'list', requestURI: '/api/v1/configmaps', objectRef: { resource: 'configmaps' } }));
    const half = text.indexOf('\n') - 20;
    const members = Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]);
    const { usage } = await read(scratch({ 'a.gz': members, 'b.log': log(event({ verb: 'delete' })) }), 'a.gz', 'b.log');
    expect(rightsOf(usage.identities, checkout)).toEqual([
      'delete configmaps(flags) in shop',
      'get configmaps(flags) in shop',
      'list configmaps',
    ]);
  });

  it('of several forms may be read together', async () => {
    const cloudWatch = JSON.stringify({ events: [{ message: line(event({ verb: 'update' })) }] }, null, 4);
    const folder = scratch({
      'eks.json': cloudWatch,
      'list.json': JSON.stringify({ items: [event({ verb: 'patch' })] }, null, 2),
      'own.log': log(event()),
    });
    const { usage } = await read(folder, 'eks.json', 'list.json', 'own.log');
    expect(rightsOf(usage.identities, checkout)).toHaveLength(3);
  });

  it('follow a request from one file into the next', async () => {
    const watch = { verb: 'watch', requestURI: '/api/v1/configmaps', objectRef: { resource: 'configmaps' }, auditID: 'w' };
    const folder = scratch({
      'audit.log': log(event({ ...watch, requestReceivedTimestamp: '2026-10-19T00:00:00.000000Z' })),
      'audit.log.1': log(event({ ...watch, stage: 'ResponseStarted', requestReceivedTimestamp: '2026-10-18T00:00:00.000000Z' })),
    });
    expect((await read(folder, 'audit.log', 'audit.log.1')).usage.log.counts).toMatchObject({ events: 2, requests: 1, unfinished: 0 });
  });
});

describe('what cannot be read of audit logs', () => {
  it('is a gap with its place, and the rest is read', async () => {
    const folder = scratch({ 'audit.log': `${line(event())}\n${line(event()).slice(0, 200)}\n${line(event())}\n` });
    const { usage, gaps } = await read(folder, 'audit.log');
    expect(usage.log.counts).toMatchObject({ events: 2, broken: 1 });
    expect(gaps).toMatchObject([{ code: 'broken-audit-event', position: { line: 2 }, message: expect.stringContaining('audit.log:2') }]);
  });

  it('is a gap for events of an unknown version', async () => {
    const folder = scratch({ 'audit.log': log(event(), event({ apiVersion: 'audit.k8s.io/v1alpha1' })) });
    expect((await read(folder, 'audit.log')).gaps).toMatchObject([
      { code: 'broken-audit-event', message: expect.stringContaining('1 event is') },
    ]);
  });

  it('is a gap where gzip data ends too early, and what came before it counts', async () => {
    const packed = gzipSync(log(...Array.from({ length: 3_000 }, () => event())));
    const { usage, gaps } = await read(scratch({ 'audit.log.gz': packed.subarray(0, packed.length - 2_000) }), 'audit.log.gz');
    expect(usage.log.counts.events).toBeGreaterThan(100);
    expect(gaps).toMatchObject([{ code: 'unreadable-file', message: expect.stringContaining('gzip') }]);
  });

  it('is no gap at the end of a log that is still being written', async () => {
    const { usage, gaps } = await read(scratch({ 'audit.log': `${line(event())}\n${line(event()).slice(0, 200)}` }), 'audit.log');
    expect(usage.log.counts).toMatchObject({ events: 1, truncated: 1 });
    expect(gaps).toEqual([]);
  });

  it.runIf(process.getuid?.() !== 0)('is a gap for a file that may not be read', async () => {
    const folder = scratch({ 'a.log': log(event()), 'b.log': log(event()) });
    chmodSync(join(folder, 'b.log'), 0);
    expect((await read(folder, 'a.log', 'b.log')).gaps).toMatchObject([{ code: 'unreadable-file', source: join(folder, 'b.log') }]);
  });

  it.each([
    ['', 'no audit events found'],
    ['{"kind":"Pod"}\nhello\n', 'no audit events found in 2 records'],
    ['{"kind":"Event","apiVersion":"audit.k8s.io/v1alpha1","auditID":"x","stage":"Panic"}\n', 'of an audit version that is not known'],
    ['{"kind":"Event","level":', 'no audit events found'],
  ])('is an error where nothing else is there: %j', async (text, message) => {
    expect((await errorOf(read(scratch({ 'audit.log': text }), 'audit.log'))).message).toContain(message);
  });
});

describe('a log that is worth more threads', () => {
  it('is counted as by one, wherever it is cut', { timeout: 120_000 }, async () => {
    const file = join(scratch(), 'audit.log');
    writeAuditLog(file, 48_000_000);
    const { usage } = await readAuditLogs([file]);
    const { usage: identities, ledger } = enter(readFileSync(file, 'utf8'));
    expect(usage.log.counts.requests).toBe(ledger.counts.requests);
    expect(usage.log.counts).toMatchObject({ receivedOnly: 0, unfinished: 0, givenUp: 0, broken: 0 });
    expect(usage.identities).toEqual(identities);
  });
});
