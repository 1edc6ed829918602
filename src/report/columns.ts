import Table from 'cli-table3';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { type Layout, paint } from './style.ts';

const gutter = 2;
/** Narrower than this a wrapped column is worse to read than a long line. */
const narrowest = 16;

/**
 * A table as kubectl prints it: upper-case heads, two spaces between columns, no lines. Where the terminal is too narrow
 * the widest columns are wrapped; nothing is cut off.
 */
export function columns(heads: readonly string[], rows: readonly (readonly string[])[], layout: Layout): string {
  const widths = layout.width === undefined ? undefined : columnWidths([heads, ...rows], layout.width);
  const table = new Table({
    head: heads.map((head) => paint(layout, 'bold', head)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gutter },
    chars: noLines,
  });
  table.push(...rows.map((row) => row.map((cell, column) => wrapCell(cell, widths?.[column]))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function wrapCell(cell: string, width: number | undefined): string {
  return width === undefined || stringWidth(cell) <= width ? cell : wrapAnsi(cell, width, { hard: true });
}

/** As wide as their content; where that is too much in all, the widest share what the others leave. */
function columnWidths(lines: readonly (readonly string[])[], width: number): number[] {
  const natural = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => stringWidth(line[column] ?? ''))));
  const available = width - gutter * (natural.length - 1);
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
