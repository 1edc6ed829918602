import { isBlank, startOfLine, startOfNextLine } from './lines.ts';

/** An item or field of a block collection, and the lines that are its own. */
export interface Block {
  at: number;
  end: number;
  /** How many characters stand before it on its line. */
  column: number;
  /** True where it is the first on its line; `- verbs:` is not. */
  isFirst: boolean;
  /** The lines of it: with the comments above it, and those below it that are indented deeper. */
  from: number;
  to: number;
}

/** The lines of the items or fields of a block collection. Together they are the collection, without a gap. */
export function blocksOf(text: string, children: readonly { at: number; end: number }[]): Block[] {
  const blocks: Block[] = [];
  for (const { at, end } of children) {
    const line = startOfLine(text, at);
    const column = at - line;
    const from = blocks.at(-1)?.to ?? startOfRemarks(text, line);
    blocks.push({ at, end, column, isFirst: isBlank(text.slice(line, at)), from, to: endOfRemarks(text, end, column) });
  }
  return blocks;
}

/** Where the blank lines and comments start that stand above a line. */
function startOfRemarks(text: string, line: number): number {
  let start = line;
  while (start > 0) {
    const above = startOfLine(text, start - 1);
    if (!/^\s*(?:#|$)/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** Where the comments end that stand below a place and are indented by more than a column. */
function endOfRemarks(text: string, place: number, column: number): number {
  let end = startOfNextLine(text, place);
  for (let line = end; line < text.length; line = startOfNextLine(text, line)) {
    const [, indent = '', mark] = /^([ \t]*)(\S?)/.exec(text.slice(line, startOfNextLine(text, line))) ?? [];
    if (mark === '#' && indent.length > column) end = startOfNextLine(text, line);
    else if (mark !== '#' && mark !== '') break;
  }
  return end;
}
