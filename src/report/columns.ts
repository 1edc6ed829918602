import Table from 'cli-table3';
import { type Layout, paint } from './style.ts';

const gutter = 2;

/**
 * A table as kubectl prints it: upper-case heads, two spaces between columns, no lines. Where the terminal is too narrow
 * the last column is wrapped; nothing is cut off.
 */
export function columns(heads: readonly string[], rows: readonly (readonly string[])[], layout: Layout): string {
  const table = new Table({
    head: heads.map((head) => paint(layout, 'bold', head)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gutter },
    chars: noLines,
    ...lastColumnWidth(heads, rows, layout),
  });
  table.push(...rows.map((row) => [...row]));
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

/** Narrower than this a wrapped column is worse to read than a long line. */
const narrowest = 24;

function lastColumnWidth(heads: readonly string[], rows: readonly (readonly string[])[], { width }: Layout) {
  if (width === undefined) return {};
  const widest = heads.map((head, column) => Math.max(...[head, ...rows.map((row) => row[column] ?? '')].map(visibleLength)) + gutter);
  const others = widest.slice(0, -1).reduce((sum, columnWidth) => sum + columnWidth, 0);
  const last = widest.at(-1) ?? 0;
  if (others + last <= width + gutter) return {};
  const left = Math.max(width - others + gutter, narrowest);
  return { colWidths: [...widest.slice(0, -1), left], wordWrap: true };
}

function visibleLength(text: string): number {
  return text.replace(/\u001b\[[0-9;]*m/g, '').length;
}
