import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Layout, paint } from './style.ts';

const gutter = '  ';
/** Narrower than this a wrapped column is worse to read than a long line. */
const narrowest = 16;

/** The lines of a cell. */
type Cell = readonly string[];

/**
 * A table as kubectl prints it: upper-case heads, two spaces between columns, no lines. Where the terminal is too narrow
 * the widest columns are wrapped; nothing is cut off.
 */
export function columns(heads: readonly string[], rows: readonly (readonly string[])[], layout: Layout): string {
  const head = heads.map((text) => paint(layout, 'bold', text));
  const cells = [head, ...rows].map((row) => row.map((text): Cell => [text]));
  const table = layout.width === undefined ? cells : wrapped(cells, fittedWidths(widthsOf(cells), layout.width));
  const widths = widthsOf(table);
  return table.flatMap((row) => rowLines(row, widths)).join('\n');
}

function wrapped(table: readonly Cell[][], widths: readonly number[]): Cell[][] {
  return table.map((row) =>
    row.map((cell, column) => {
      const [text = ''] = cell;
      const width = widths[column] ?? 0;
      return stringWidth(text) <= width ? cell : wrapAnsi(text, width, { hard: true }).split('\n');
    }),
  );
}

/** As many lines as the highest cell of the row takes. */
function rowLines(row: readonly Cell[], widths: readonly number[]): string[] {
  const height = row.reduce((most, cell) => Math.max(most, cell.length), 0);
  return Array.from({ length: height }, (_, line) =>
    row
      .map((cell, column) => padded(cell[line] ?? '', widths[column] ?? 0))
      .join(gutter)
      .trimEnd(),
  );
}

/** Wide glyphs take two columns of the terminal, colours none. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(width - stringWidth(text));
}

function widthsOf(table: readonly Cell[][]): number[] {
  const widths: number[] = [];
  for (const row of table) {
    for (const [column, cell] of row.entries()) {
      for (const line of cell) widths[column] = Math.max(widths[column] ?? 0, stringWidth(line));
    }
  }
  return widths;
}

/** As wide as their content; where that is too much in all, the widest share what the others leave. */
function fittedWidths(natural: readonly number[], width: number): number[] {
  const available = width - gutter.length * (natural.length - 1);
  const fixed = new Set<number>();
  for (;;) {
    const left = available - sum(natural.filter((_, column) => fixed.has(column)));
    const share = Math.floor(left / Math.max(natural.length - fixed.size, 1));
    const narrow = natural.flatMap((own, column) => (!fixed.has(column) && own <= share ? [column] : []));
    if (narrow.length === 0) return natural.map((own, column) => (fixed.has(column) ? own : Math.max(share, narrowest)));
    for (const column of narrow) fixed.add(column);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
