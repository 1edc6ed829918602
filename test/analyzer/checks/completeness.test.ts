import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/analyzer/checks/check.ts';
import { checks } from '../../../src/analyzer/checks/index.ts';
import type { Subject } from '../../../src/model/subject.ts';
import { titlesIn } from './judge.ts';

const root = new URL('../../../', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The files of a folder and of its subfolders, as paths from the folder. */
function files(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
}

const sources = files('src/analyzer/checks').filter((path) => path.endsWith('.ts') && path.includes('/'));
const fixtures = files('test/analyzer/checks').filter((path) => path.endsWith('.yaml'));
const pages = [...new Set(checks.map(({ page }) => page))];

/** The one user who is known to exist; only stale-user asks. */
const inventory = { isKnownIdentity: ({ name }: Subject) => name === 'ines' };

describe.each(checks)('check $id', ({ id, page, title, base, remediation, references }) => {
  it('stands in the file of its page', () => {
    const source = sources.find((path) => basename(path) === `${page}.ts`);
    expect(read(`src/analyzer/checks/${source}`)).toContain(`'${id}'`);
  });

  it('fires on what it is about and is quiet on what looks like it', () => {
    expect(titlesIn(id, 'fires', inventory)).not.toEqual([]);
    expect(titlesIn(id, 'quiet', inventory)).toEqual([]);
  });

  it('stands in the table of checks', () => {
    const row = read('docs/checks/README.md')
      .split('\n')
      .find((line) => line.startsWith(`| [${id}](${page}.md) |`));
    expect(row).toBe(`| [${id}](${page}.md) | ${title} | ${base} |`);
  });

  it('says what it is, what to do and where Kubernetes explains it', () => {
    expect(title).toMatch(/^[A-Za-z].*[^.]$/);
    expect(remediation).toMatch(/\.$/);
    expect(references.some((reference) => reference.startsWith('https://kubernetes.io/docs/'))).toBe(true);
    for (const reference of references) expect(read(`docs/checks/${page}.md`)).toContain(reference);
  });
});

describe.each(pages)('page %s', (page) => {
  const area = dirname(sources.find((path) => basename(path) === `${page}.ts`) ?? '');

  it('has a test and fixtures beside each other, in the area of its source', () => {
    const found = readdirSync(new URL(`test/analyzer/checks/${area}/${page}`, root)).toSorted();
    expect(found).toEqual([`${page}.test.ts`, 'fires.yaml', 'quiet.yaml'].toSorted());
  });

  it('says what it finds, how it is used against you, how to fix it, when it is fine, and where to read on', () => {
    const headings = read(`docs/checks/${page}.md`)
      .split('\n')
      .filter((line) => line.startsWith('#'));
    expect(headings).toEqual([`# ${page}`, '## The attack', '## How to fix it', '## When it is fine', '## References']);
  });

  it('names each of its checks', () => {
    for (const { id } of checks.filter((check) => check.page === page)) expect(read(`docs/checks/${page}.md`)).toContain(id);
  });
});

describe('the registry', () => {
  it('lists every check there is, each once', async () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const written = (await Promise.all(sources.map((path) => import(new URL(`src/analyzer/checks/${path}`, root).href))))
      .flatMap((module: object) => Object.values(module).flat())
      .filter((value): value is Check => typeof value === 'object' && value !== null && 'run' in value && 'say' in value);
    expect(written.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('leaves no page and no fixture without a check', () => {
    const known = new Set(pages);
    expect(files('docs/checks').filter((name) => name !== 'README.md' && !known.has(name.replace(/\.md$/, '')))).toEqual([]);
    expect(fixtures.filter((path) => !known.has(basename(dirname(path))))).toEqual([]);
    expect(existsSync(new URL('docs/checks/README.md', root))).toBe(true);
  });
});
