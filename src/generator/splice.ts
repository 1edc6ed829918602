import type { SourceDocument } from '../model/position.ts';
import { lineEndOf } from './text/lines.ts';

/** Text to put in place of a part of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A part of a text, from `start` up to but without `end`. */
type Range = Pick<Edit, 'start' | 'end'>;

/** Where a document lies in its file. */
type Document = Pick<SourceDocument, 'text' | 'start' | 'end'>;

/**
 * Puts new documents in the place of one. Comments before and after it stay, and so do its separators and a missing line end
 * at the end of the file.
 */
export function replaceDocument(source: Document, documents: readonly string[]): Edit {
  const { start, end } = contentOf(source);
  const old = source.text.slice(start, end);
  const text = openingOf(old, documents, source) + documents.join(separatorFor(source));
  return { start, end, text: old.endsWith('\n') ? text : text.trimEnd() };
}

/** Puts new documents behind one that stays. */
export function insertAfterDocument(source: Document, documents: readonly string[]): Edit {
  const { end } = contentOf(source);
  const lineEnd = source.text[end - 1] === '\n' ? '' : lineEndOf(source.text);
  return { start: end, end, text: lineEnd + separatorFor(source) + documents.join(separatorFor(source)) };
}

/** Takes a document away together with one separator. */
export function removeDocument(source: Document): Edit {
  const { start, end } = contentOf(source);
  const opening = /(?:^|\n)(---[ \t]*\r?\n)$/.exec(source.text.slice(source.start, start))?.[1];
  if (opening !== undefined) return { start: start - opening.length, end, text: '' };
  const closing = startsDocument(source.text.slice(start, end)) ? undefined : /^---[ \t]*\r?\n/.exec(source.text.slice(end))?.[0];
  return { start, end: end + (closing?.length ?? 0), text: '' };
}

/** The text with edits made. Two removals may both take the separator between them. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let place = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(place, Math.max(place, edit.start)) + edit.text;
    place = Math.max(place, edit.end);
  }
  return result + text.slice(place);
}

/**
 * The lines of a document from the first that holds data to the last. Comments at the end count as its own where they are
 * indented, because they may be text in a block scalar.
 */
export function contentOf({ text, start, end }: Document): Range {
  const lines = text.slice(start, end).split(/(?<=\n)/);
  const isAround = /^\uFEFF?(?:\s*(?:#.*)?|---\s*(?:#.*)?|%.*)$/;
  const isAfter = /^(?:\s*|#.*|\.\.\.\s*(?:#.*)?)$/;
  const first = lines.findIndex((line) => !isAround.test(line.trimEnd()));
  const last = lines.findLastIndex((line) => !isAfter.test(line.trimEnd()));
  const lengthOf = (some: readonly string[]): number => some.reduce((sum, line) => sum + line.length, 0);
  return { start: start + lengthOf(lines.slice(0, first)), end: start + lengthOf(lines.slice(0, last + 1)) };
}

/** What stands in front of the first document: data in brackets can stay on the line of the separator. */
function openingOf(old: string, [first = '']: readonly string[], source: Document): string {
  if (!startsDocument(old)) return '';
  return /^[{[]/.test(first) ? (/^---\s+/.exec(old)?.[0] ?? '') : separatorFor(source);
}

/** True where data follows on the line of the separator, as in `--- {kind: Role}`. */
function startsDocument(content: string): boolean {
  return /^---\s/.test(content);
}

function separatorFor({ text, start, end }: Document): string {
  return `---${lineEndOf(text.slice(start, end))}`;
}
