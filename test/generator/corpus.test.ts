import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { applied } from '../../src/generator/apply.ts';
import { proposalDiff } from '../../src/generator/diff.ts';
import { objectKey } from '../../src/model/gap.ts';
import type { Proposal, ProposalKind } from '../../src/model/proposal.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { changedSubjects, proposalsFor, readFolder } from './in-files.ts';

const corpus = join(import.meta.dirname, '../../../shared/oracle/corpus');
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.yaml')) : [];

if (names.length === 0)
  process.stderr.write('skipped: ../shared/oracle/corpus is not there, so no manifests of public projects are patched\n');

const kinds: readonly [what: string, only: readonly ProposalKind[] | undefined][] = [
  ['split', ['split']],
  ['what is done by itself', undefined],
  ['every kind that needs no log', ['drop', 'split', 'narrow', 'factor', 'expand']],
];

describe.skipIf(names.length === 0).each(kinds)('install manifests of public projects, patched: %s', (_, only) => {
  const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-corpus-'));
  const [byGit, byPatch] = [join(folder, 'git'), join(folder, 'patch')];
  const read = new Map<string, { access: Access; proposals: Proposal[]; text: string }>();
  let diff = '';

  const one = (name: string) => {
    const found = read.get(name);
    if (!found) throw new Error(`${name} was not read`);
    return { ...found, after: readFileSync(join(byGit, name), 'utf8') };
  };

  beforeAll(() => {
    for (const name of names) {
      const { access, pathOf } = readFolder(corpus, [name]);
      const proposals = proposalsFor(access, only);
      read.set(name, { access, proposals, text: readFileSync(join(corpus, name), 'utf8') });
      diff += proposalDiff(proposals, access.snapshot, pathOf);
    }
    for (const copy of [byGit, byPatch]) cpSync(corpus, copy, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', folder]);
    execFileSync('git', ['apply', '--check', '--whitespace=nowarn'], { cwd: byGit, input: diff });
    execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: byGit, input: diff });
    execFileSync('patch', ['-p1', '-f', '--fuzz=0'], { cwd: byPatch, input: diff });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('by git and by patch, to the same bytes', () => {
    for (const copy of [byGit, byPatch]) expect(readdirSync(copy).sort()).toEqual([...names].sort());
    expect(names.filter((name) => one(name).after !== readFileSync(join(byPatch, name), 'utf8'))).toEqual([]);
    expect(names.filter((name) => one(name).after !== one(name).text).length).toBeGreaterThan(60);
  });

  it.each(names)('%s: only documents of touched objects change', (name) => {
    const { proposals, text, access, after } = one(name);
    const touched = touchedIn(access.snapshot, proposals);
    let place = 0;
    for (const part of partsBetween(touched, text)) {
      const found = after.indexOf(part, place);
      expect(found, part.slice(0, 200)).toBeGreaterThanOrEqual(place);
      place = found + part.length;
    }
    if (touched.at(-1)?.end !== text.length) expect(after.slice(place).trim()).toBe('');
  });

  it.each(names)('%s: all comments survive', (name) => {
    const { text, after } = one(name);
    const left = countsOf(commentsIn(after));
    const lost = [...countsOf(commentsIn(text))].filter(([comment, count]) => (left.get(comment) ?? 0) < count);
    expect(lost).toEqual([]);
  });

  it.each(names)('%s: everybody may do what was proved', (name) => {
    const { access, proposals } = one(name);
    const again = readFolder(byGit, [name]).access;
    expect(changedSubjects(buildAccess(applied(access.snapshot, proposals)), again)).toEqual([]);
    if (proposals.every(({ proof }) => proof.equivalent)) expect(changedSubjects(access, again)).toEqual([]);
  });

  it.each(only === undefined || only.length === 1 ? names : [])('%s: nothing is left to propose', (name) => {
    expect(proposalsFor(readFolder(byGit, [name]).access, only).map(({ id }) => id)).toEqual([]);
  });
});

/** Where the documents stand, in order and without overlap, whose objects go or have others put next to them. */
function touchedIn(snapshot: Snapshot, proposals: readonly Proposal[]): { start: number; end: number }[] {
  const keys = new Set(proposals.flatMap(({ replaces, removes }) => [...replaces, ...removes]).map(objectKey));
  const objects = [...snapshot.roles, ...snapshot.bindings].filter((object) => keys.has(objectKey(object)));
  const sources = objects.flatMap(({ origins }) => origins.flatMap((origin) => origin.source?.() ?? []));
  const starts = new Map(sources.map(({ start, end }) => [start, { start, end }]));
  return [...starts.values()].sort((a, b) => a.start - b.start);
}

/** What stands between them. With an object goes a separator too, on either side of it. */
function partsBetween(touched: readonly { start: number; end: number }[], text: string): string[] {
  const ends = [0, ...touched.map(({ end }) => end)];
  return ends.map((end, index) => text.slice(end, touched[index]?.start ?? text.length).replace(/^---\s*\n/, ''));
}

/** What stands behind a `#`, also in strings; those stay as well. */
function commentsIn(text: string): string[] {
  return [...text.matchAll(/(?<=^|\s)#.*/gm)].map(([comment]) => comment.trimEnd());
}

function countsOf(items: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(items, (item) => item)].map(([item, some]) => [item, some.length]));
}
