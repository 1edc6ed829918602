import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandPages } from '../../scripts/docs.ts';
import { projectRoot } from '../cli/run.ts';

const folder = join(projectRoot, 'docs/commands');

describe('docs/commands (npm run docs writes it)', () => {
  const pages = commandPages();

  it('has a page for each command, a list, and nothing else', () => {
    const commands = readdirSync(join(projectRoot, 'src/commands')).map((file) => file.replace(/\.ts$/, '.md'));
    expect(readdirSync(folder).sort()).toEqual([...commands, 'README.md'].sort());
  });

  it.each([...pages])('says in %s what the command says of itself', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  it('shows each example as it is typed', () => {
    for (const text of pages.values()) expect(text).not.toContain('<%');
  });
});
