import Table from 'cli-table3';
import stringWidth from 'string-width';
import { type Layout, paint } from './style.ts';
import { wrap } from './wrap.ts';

const gutter = 2;
/** Narrower than this a wrapped column is worse to read than a long line. */
const narrowest = 12;
/** cli-table3 takes time that grows with the square of the rows, so a long table is laid out in slices of this many rows. */
const slice = 100;

/**
 * A table as kubectl prints it: upper-case heads, two spaces between columns, no lines. Where the terminal is too narrow
 * the widest columns are wrapped; nothing is cut off.
 */
export function columns(heads: readonly string[], rows: readonly (readonly string[])[], layout: Layout): string {
  const lines = [heads.map((head) => paint(layout, 'bold', head)), ...rows];
  const natural = widthsOf(lines);
  const widths = layout.width === undefined ? natural : fittedWidths(natural, layout.width);
  const blocks: string[] = [];
  for (let start = 0; start < lines.length; start += slice) blocks.push(block(lines.slice(start, start + slice), widths));
  return blocks.join('\n').replace(/ +$/gm, '');
}

function block(lines: readonly (readonly string[])[], widths: readonly number[]): string {
  const table = new Table({
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gutter },
    chars: noLines,
    colWidths: widths.map((width) => width + gutter),
  });
  for (const line of lines) table.push(line.map((cell, column) => wrapCell(cell, widths[column] ?? 0)));
  return table.toString();
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

function wrapCell(cell: string, width: number): string {
  if (stringWidth(cell) <= width) return cell;
  // A padded kind before a name, as in "SA     shop/checkout", stands apart: the name goes on below itself.
  const [label = ''] = /^[A-Za-z]+ {2,}/.exec(cell) ?? [];
  const rest = width - label.length;
  const text = cell.slice(label.length).replaceAll(/\S+/g, (word) => brokenWord(word, rest));
  return wrap(label, text, width, label.length);
}

/** A word that is too long, in lines that end where names have a joint: sa:argocd/application-controller. */
function brokenWord(word: string, width: number): string {
  if (stringWidth(word) <= width) return word;
  const lines: string[] = [];
  for (const part of word.split(/(?<=[/:.-])/)) {
    const last = lines.at(-1) ?? '';
    // A part that is itself too long is broken at its letters in the end, and what follows goes on behind its rest.
    if (last !== '' && (stringWidth(last + part) <= width || stringWidth(last) > width)) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [column, cell] of line.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
  }
  return widths;
}

/** As wide as their content; where that is too much in all, the widest share what the others leave. */
function fittedWidths(natural: readonly number[], width: number): number[] {
  const available = width - gutter * (natural.length - 1);
  const fixed = new Set<number>();
  for (;;) {
    const left = available - sum(natural.filter((_, column) => fixed.has(column)));
    const share = Math.floor(left / Math.max(natural.length - fixed.size, 1));
    const narrow = natural.flatMap((own, column) => (!fixed.has(column) && own <= share ? [column] : []));
    if (narrow.length === 0) return natural.map((own, column) => (fixed.has(column) ? own : Math.min(own, Math.max(share, narrowest))));
    for (const column of narrow) fixed.add(column);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
