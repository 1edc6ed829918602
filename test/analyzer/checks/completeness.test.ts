import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks } from '../../../src/analyzer/checks/index.ts';

const root = new URL('../../../', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function names(folder: string): string[] {
  return readdirSync(new URL(folder, root));
}

describe.each(checks)('check $id', ({ id, title, base, remediation, references }) => {
  it('has its own file, test and fixtures', () => {
    expect(read(`src/analyzer/checks/${id}.ts`)).toContain(`id: '${id}'`);
    expect(names(`test/analyzer/checks/${id}`).toSorted()).toEqual([`${id}.test.ts`, 'fires.yaml', 'quiet.yaml'].toSorted());
  });

  it('has a page that says what it finds, how it is used against you, how to fix it, when it is fine, and where to read on', () => {
    const page = read(`docs/checks/${id}.md`);
    const headings = page.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([`# ${id}`, '## The attack', '## How to fix it', '## When it is fine', '## References']);
    for (const reference of references) expect(page).toContain(reference);
  });

  it('stands in the table of checks', () => {
    const row = read('docs/checks/README.md')
      .split('\n')
      .find((line) => line.startsWith(`| [${id}](${id}.md) |`));
    expect(row).toBe(`| [${id}](${id}.md) | ${title} | ${base} |`);
  });

  it('says what it is, what to do and where Kubernetes explains it', () => {
    expect(title).toMatch(/^[A-Za-z].*[^.]$/);
    expect(remediation).toMatch(/\.$/);
    expect(references.some((reference) => reference.startsWith('https://kubernetes.io/docs/'))).toBe(true);
  });
});

describe('the registry', () => {
  it('lists every check there is, each once', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const files = names('src/analyzer/checks').filter((name) => /^ {2}id: '/m.test(read(`src/analyzer/checks/${name}`)));
    expect(files.map((name) => name.replace(/\.ts$/, '')).toSorted()).toEqual(ids.toSorted());
  });

  it('leaves no page and no fixture without a check', () => {
    const ids = new Set(checks.map(({ id }) => id));
    const pages = names('docs/checks').filter((name) => name !== 'README.md');
    expect(pages.filter((name) => !ids.has(name.replace(/\.md$/, '')))).toEqual([]);
    const folders = names('test/analyzer/checks').filter(
      (name) => existsSync(new URL(`test/analyzer/checks/${name}/`, root)) && !name.includes('.'),
    );
    expect(folders.filter((name) => !ids.has(name))).toEqual([]);
  });
});
