import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../cli/run.ts';

/** A fenced block of a page; `line` is that of its first line. */
export interface Block {
  readonly language: string;
  readonly line: number;
  readonly lines: readonly string[];
}

/** The pages that people read. */
export const pages: readonly string[] = globSync(['README.md', 'docs/**/*.md', 'examples/README.md'], { cwd: projectRoot }).sort();

export function textOf(page: string): string {
  return readFileSync(join(projectRoot, page), 'utf8');
}

/** The fenced blocks of a page, and the rest of it line by line. */
export function readPage(text: string): { blocks: Block[]; prose: string[] } {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```\s*(\S*)/.exec(line);
    if (open && fence) {
      blocks.push(open);
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence) open = { language: fence[1] ?? '', line: index + 2, lines: [] };
    else prose.push(line);
  }
  if (open) throw new Error(`the block of line ${open.line - 1} is never closed`);
  return { blocks, prose };
}

/** The anchor that a heading gets on a page, as on GitHub. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
