import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../cli/run.ts';
import { anchorOf, pages, readPage, textOf } from './markdown.ts';

const headings = (page: string) => readPage(textOf(page)).prose.flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);

/** What a page links to within the project, as `path#anchor` from the project's root. */
function linksOf(page: string): { path: string; anchor: string | undefined }[] {
  const targets = readPage(textOf(page)).prose.flatMap((line) => [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target));
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? page : relative(projectRoot, join(projectRoot, dirname(page), path)), anchor };
    });
}

describe('links', () => {
  it('are there to be checked', () => {
    expect(linksOf('README.md').length).toBeGreaterThan(3);
  });

  it.each(pages)('of %s lead somewhere', (page) => {
    const links = linksOf(page);
    expect(links.filter(({ path }) => !existsSync(join(projectRoot, path)))).toEqual([]);
    const anchored = links.filter(({ path, anchor }) => anchor !== undefined && path.endsWith('.md'));
    expect(
      anchored.filter(
        ({ path, anchor }) =>
          !headings(path)
            .map(anchorOf)
            .includes(anchor ?? ''),
      ),
    ).toEqual([]);
  });
});
