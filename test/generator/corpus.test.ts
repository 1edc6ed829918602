import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposalDiff } from '../../src/generator/diff.ts';
import { objectKey } from '../../src/model/gap.ts';
import type { Proposal } from '../../src/model/proposal.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { changedSubjects, proposalsFor, type Reading, readFolder } from './in-files.ts';

const corpus = join(import.meta.dirname, '../../../shared/oracle/corpus');
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.yaml')) : [];

if (names.length === 0)
  process.stderr.write('skipped: ../shared/oracle/corpus is not there, so no manifests of public projects are patched\n');

describe.skipIf(names.length === 0)('install manifests of public projects', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-corpus-'));
  const [byGit, byPatch] = [join(folder, 'git'), join(folder, 'patch')];
  const before = new Map<string, { reading: Reading; proposals: Proposal[]; text: string }>();
  let diff = '';

  beforeAll(() => {
    for (const name of names) {
      const reading = readFolder(corpus, [name]);
      const proposals = proposalsFor(reading.access);
      before.set(name, { reading, proposals, text: readFileSync(join(corpus, name), 'utf8') });
      diff += proposalDiff(proposals, reading.access.snapshot, reading.pathOf);
    }
    for (const copy of [byGit, byPatch]) cpSync(corpus, copy, { recursive: true, mode: 0 });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const patched = (name: string): string => readFileSync(join(byGit, name), 'utf8');

  it('are patched by git and by patch, to the same bytes', () => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    execFileSync('git', ['apply', '--check', '--whitespace=nowarn'], { cwd: byGit, input: diff });
    execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: byGit, input: diff });
    execFileSync('patch', ['-p1', '-f', '--fuzz=0'], { cwd: byPatch, input: diff });
    for (const copy of [byGit, byPatch]) expect(readdirSync(copy).sort()).toEqual([...names].sort());
    const differ = names.filter((name) => !readFileSync(join(byGit, name)).equals(readFileSync(join(byPatch, name))));
    expect(differ).toEqual([]);
    expect(names.filter((name) => patched(name) !== before.get(name)?.text).length).toBeGreaterThan(60);
  });

  it.each(names)('%s: only documents of touched objects change', (name) => {
    const { proposals = [], text = '', reading } = before.get(name) ?? {};
    const after = patched(name);
    let place = 0;
    for (const part of partsBetween(touchedIn(reading?.access.snapshot, proposals), text)) {
      const found = after.indexOf(part, place);
      expect(found, part.slice(0, 200)).toBeGreaterThanOrEqual(place);
      place = found + part.length;
    }
    expect(place === after.length || touchedIn(reading?.access.snapshot, proposals).at(-1)?.end === text.length).toBe(true);
  });

  it.each(names)('%s: all comments survive', (name) => {
    const left = countsOf(commentsIn(patched(name)));
    const lost = [...countsOf(commentsIn(before.get(name)?.text ?? ''))].filter(([comment, count]) => (left.get(comment) ?? 0) < count);
    expect(lost).toEqual([]);
  });

  it.each(names)('%s: everybody may do what they might before, and nothing is left to propose', (name) => {
    const again = readFolder(byGit, [name]);
    const { reading } = before.get(name) ?? {};
    if (!reading) throw new Error(`${name} was not read`);
    expect(changedSubjects(reading.access, again.access)).toEqual([]);
    expect(proposalsFor(again.access).map(({ id }) => id)).toEqual([]);
  });

  it('lose as few lines as they have to: those that name the old object or hold what goes elsewhere', () => {
    const removed = diff.split('\n').filter((line) => /^-(?!--)/.test(line));
    const added = diff.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));
    const objects = [...before.values()].flatMap(({ proposals }) => proposals.flatMap(({ removes }) => removes));
    // A binding loses its name and that of its role, a role its name and the words that go to another part.
    expect(removed.length).toBeLessThan(12 * objects.length);
    expect(added.length).toBeGreaterThan(removed.length);
  });
});

/** Where the documents stand, in order and without overlap, whose objects go or have others put next to them. */
function touchedIn(snapshot: Snapshot | undefined, proposals: readonly Proposal[]): { start: number; end: number }[] {
  const keys = new Set(proposals.flatMap(({ replaces, removes }) => [...replaces, ...removes]).map(objectKey));
  const objects = [...(snapshot?.roles ?? []), ...(snapshot?.bindings ?? [])].filter((object) => keys.has(objectKey(object)));
  const sources = objects.flatMap(({ origins }) => origins.flatMap((origin) => origin.source?.() ?? []));
  const starts = new Map(sources.map(({ start, end }) => [start, { start, end }]));
  return [...starts.values()].sort((a, b) => a.start - b.start);
}

function partsBetween(touched: readonly { start: number; end: number }[], text: string): string[] {
  const ends = [0, ...touched.map(({ end }) => end)];
  return ends.map((end, index) => text.slice(end, touched[index]?.start ?? text.length));
}

/** What stands behind a `#`, also in strings; those stay as well. */
function commentsIn(text: string): string[] {
  return [...text.matchAll(/(?<=^|\s)#.*/gm)].map(([comment]) => comment.trimEnd());
}

function countsOf(items: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(items, (item) => item)].map(([item, some]) => [item, some.length]));
}
