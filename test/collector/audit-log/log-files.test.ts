import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listLogs } from '../../../src/collector/audit-log/log-files.ts';
import { UserError } from '../../../src/model/error.ts';
import { scratch } from '../../cli/scratch.ts';
import { event, log } from './events.ts';

const at = (day: number) => log(event({ requestReceivedTimestamp: `2026-10-${day}T00:00:00.000000Z` }));

function list(folder: string, ...paths: string[]): string[] {
  return listLogs(paths.map((path) => (path === '-' ? path : join(folder, path)))).map((path) =>
    path === '-' ? path : relative(folder, path),
  );
}

describe('the files of an audit log', () => {
  it('are read in the order of their first events, whatever rotation has called them', () => {
    const folder = scratch({
      'audit.log': at(30),
      'audit.log.1': at(20),
      'audit.log.2.gz': gzipSync(at(10)),
      'audit-2026-10-25.log': at(25),
    });
    expect(list(folder, 'audit.log', 'audit.log.1', 'audit.log.2.gz', 'audit-2026-10-25.log')).toEqual([
      'audit.log.2.gz',
      'audit.log.1',
      'audit-2026-10-25.log',
      'audit.log',
    ]);
  });

  it('are each read once, and standard input last', () => {
    const folder = scratch({ 'a.log': at(12), 'b.log': at(11) });
    expect(list(folder, '-', 'a.log', 'b.log', 'a.log', '*.log')).toEqual(['b.log', 'a.log', '-']);
  });

  it('of a folder are those in it and below, as a bucket holds them, without hidden ones', () => {
    const folder = scratch({
      'x/stream-1/000000.gz': gzipSync(at(11)),
      'x/stream-2/000000.gz': gzipSync(at(10)),
      'x/.aws': '',
      'x/.cache/y': '',
    });
    mkdirSync(join(folder, 'x/empty'));
    symlinkSync(folder, join(folder, 'x/loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'x/dangling'));
    expect(list(folder, 'x')).toEqual(['x/stream-2/000000.gz', 'x/stream-1/000000.gz']);
  });

  it('may be named by a glob, if there is no file of that name', () => {
    const folder = scratch({ 'audit-1.log': at(11), 'audit-2.log': at(10), 'other.log': '', 'audit-[1].log': at(12) });
    expect(list(folder, 'audit-?.log')).toEqual(['audit-2.log', 'audit-1.log']);
    expect(list(folder, 'audit-[1].log')).toEqual(['audit-[1].log']);
  });

  it('without a time come first, by name', () => {
    const folder = scratch({ 'b.log': 'no events', 'a.log': Buffer.from([0x1f, 0x8b, 1, 2]), 'c.log': at(10) });
    expect(list(folder, 'c.log', 'b.log', 'a.log')).toEqual(['a.log', 'b.log', 'c.log']);
  });

  it.each([
    ['audit.lgo', 'did you mean'],
    ['nothing-like-it', 'name a file, a folder'],
    ['*.json', 'name a file, a folder'],
    ['empty', 'name a file, a folder'],
  ])('that are not there are an error that helps: %s', (path, advice) => {
    const folder = scratch({ 'audit.log': '' });
    mkdirSync(join(folder, 'empty'));
    const failing = () => listLogs([join(folder, path)]);
    expect(failing).toThrow(UserError);
    try {
      failing();
    } catch (error) {
      expect(error instanceof UserError ? error.advice : '').toContain(advice);
    }
  });
});
