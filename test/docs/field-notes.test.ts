import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import { assemble } from '../../src/collector/assemble.ts';
import { readManifests } from '../../src/collector/manifests.ts';
import { severities } from '../../src/model/finding.ts';
import { projectRoot } from '../cli/run.ts';
import { textOf } from './markdown.ts';

const corpus = join(projectRoot, '../shared/oracle/corpus');

interface Section {
  file: string;
  text: string;
  /** The cells of the table, without its head. */
  rows: string[][];
}

/** The sections of the page that have a table: one for each manifest. */
const sections = textOf('docs/field-notes.md')
  .split(/^## /m)
  .map((text): Section => {
    const table = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| severity'));
    return { file: text.split('\n')[0] ?? '', text, rows: table.map((line) => line.split('|').map((cell) => cell.trim())) };
  })
  .filter(({ rows }) => rows.length > 0);

/** The first two lines of a manifest: its origin with a commit, and the namespace of documents that name none. */
function headOf(file: string): { origin: string; namespace: string } {
  const [origin = '', second = ''] = readFileSync(join(corpus, `${file}.yaml`), 'utf8').split('\n', 2);
  return { origin, namespace: second.split(': ')[1] ?? '' };
}

/** What the page says: `critical secrets-read sa:shop/cart`, with the worst severity of each check and subject. */
function written({ rows }: Section): string[] {
  return rows.flatMap(([, severity = '', check = '', subjects = '']) =>
    [...subjects.matchAll(/`([^`]+)`/g)].map(([, subject]) => `${severity} ${check.replaceAll('`', '')} ${subject}`),
  );
}

/** The same as the tool finds it. */
function reported(file: string): string[] {
  const path = join(corpus, `${file}.yaml`);
  const admitted = readManifests({ paths: [path], recursive: false, exclude: [], defaultNamespace: headOf(file).namespace });
  const { findings } = runChecks(buildAccess(assemble(admitted, { sources: [path] })));
  const implied = new Set(findings.flatMap((finding) => finding.implied));
  const worst = new Map<string, string>();
  // Findings come worst first.
  for (const { id, severity, check, subject } of findings) {
    if (implied.has(id) || severities.indexOf(severity) > severities.indexOf('high')) continue;
    expect(subject?.kind).toBe('ServiceAccount');
    const holding = `${check} sa:${subject?.namespace}/${subject?.name}`;
    if (!worst.has(holding)) worst.set(holding, severity);
  }
  return [...worst].map(([holding, severity]) => `${severity} ${holding}`);
}

describe('docs/field-notes.md', () => {
  it('is about ten products', () => {
    expect(sections.map(({ file }) => file)).toHaveLength(10);
  });

  it('gives a reason and something to do for each finding', () => {
    const texts = sections.flatMap(({ rows }) => rows.map(([, , , , text = '']) => text));
    for (const text of texts) expect(text).toMatch(/^\S.{20,}[.:;,] .+\.$/);
  });
});

describe.skipIf(!existsSync(corpus))('docs/field-notes.md beside the manifests (../shared/oracle/corpus, skipped without it)', () => {
  it.each(sections)('names the critical and high findings of $file, and no others', (section) => {
    expect(written(section).toSorted()).toEqual(reported(section.file).toSorted());
  });

  it.each(sections)('says which commit of $file it is about', ({ file, text }) => {
    const [, repository = '', commit = ''] = /^# (\S+) .*?([0-9a-f]{8})[0-9a-f]{32}/.exec(headOf(file).origin) ?? [];
    expect(text).toContain(`\`${repository}\``);
    expect(text).toContain(` at ${commit}.`);
  });
});
