import { diffArrays, type StructuredPatchHunk } from 'diff';
import { applyEdits, type Edit } from './splice.ts';

/** How many lines are shown around a change, as both tools expect. */
const context = 3;

/**
 * The hunks of a unified diff between a text and what edits make of it. Only the lines that an edit touches are compared, so that
 * a change of a large file costs what changes.
 */
export function hunksOf(before: string, edits: readonly Edit[]): StructuredPatchHunk[] {
  const lines = linesOf(before);
  const changes = regionsOf(lines, edits).flatMap((region) => changesIn(region, lines, before));
  const hunks: StructuredPatchHunk[] = [];
  let shift = 0;
  for (const group of groupsOf(changes)) {
    const hunk = hunkOf(group, lines, shift);
    shift += hunk.newLines - hunk.oldLines;
    hunks.push(hunk);
  }
  return hunks;
}

/** Lines with their ends, and where each starts. */
interface Lines {
  texts: string[];
  starts: number[];
}

function linesOf(text: string): Lines {
  const texts = text.split(/(?<=\n)/).filter((line) => line !== '');
  const starts: number[] = [];
  let start = 0;
  for (const line of texts) {
    starts.push(start);
    start += line.length;
  }
  return { texts, starts };
}

/** Whole lines, from `first` up to but without `last`, and the edits in them. */
interface Region {
  first: number;
  last: number;
  edits: Edit[];
}

function regionsOf(lines: Lines, edits: readonly Edit[]): Region[] {
  const regions: Region[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const first = Math.min(lineAt(lines, edit.start), lines.texts.length);
    const last = Math.min(lineAt(lines, edit.end) + 1, lines.texts.length);
    const before = regions.at(-1);
    if (before && first <= before.last) {
      before.last = Math.max(before.last, last);
      before.edits.push(edit);
    } else regions.push({ first, last, edits: [edit] });
  }
  return regions;
}

function lineAt({ starts }: Lines, place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Lines that go, counted from 0, and what comes in their place. */
interface Change {
  line: number;
  removed: string[];
  added: string[];
}

function changesIn({ first, last, edits }: Region, { texts, starts }: Lines, before: string): Change[] {
  const start = starts[first] ?? before.length;
  const old = texts.slice(first, last);
  const now = applyEdits(
    old.join(''),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );
  const changes: Change[] = [];
  let line = first;
  let open: Change | undefined;
  for (const { value, added, removed } of diffArrays(old, linesOf(now).texts)) {
    if (added || removed) {
      open ??= { line, removed: [], added: [] };
      for (const text of value) open[added ? 'added' : 'removed'].push(text);
    } else if (open) {
      changes.push(open);
      open = undefined;
    }
    if (!added) line += value.length;
  }
  return open ? [...changes, open] : changes;
}

/** Changes whose surroundings touch make one hunk. */
function groupsOf(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    const group = groups.at(-1);
    if (group && change.line - end <= 2 * context) group.push(change);
    else groups.push([change]);
    end = change.line + change.removed.length;
  }
  return groups;
}

function hunkOf(changes: readonly Change[], { texts }: Lines, shift: number): StructuredPatchHunk {
  const first = Math.max((changes[0]?.line ?? 0) - context, 0);
  const lines: string[] = [];
  let next = first;
  let newLines = 0;
  const put = (mark: ' ' | '+' | '-', some: readonly string[]): void => {
    for (const line of some) {
      lines.push(mark + line.replace(/\n$/, ''));
      if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
    if (mark !== '-') newLines += some.length;
  };
  for (const { line, removed, added } of changes) {
    put(' ', texts.slice(next, line));
    put('-', removed);
    put('+', added);
    next = line + removed.length;
  }
  const last = Math.min(next + context, texts.length);
  put(' ', texts.slice(next, last));
  return { oldStart: first + 1, oldLines: last - first, newStart: first + 1 + shift, newLines, lines };
}

/** How many lines edits add and take away. */
export function countLines(before: string, edits: readonly Edit[]): { added: number; removed: number } {
  const lines = hunksOf(before, edits).flatMap((hunk) => hunk.lines);
  return { added: lines.filter((line) => line.startsWith('+')).length, removed: lines.filter((line) => line.startsWith('-')).length };
}
