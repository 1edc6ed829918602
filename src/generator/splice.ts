import type { SourceDocument } from '../model/position.ts';

/** Text to put in place of a part of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Puts new documents in the place of one. Comments before and after it stay, and so do its separators, its line ends and a
 * missing line end at the end of the file.
 */
export function replaceDocument(source: SourceDocument, documents: readonly string[]): Edit {
  const { start, end } = contentOf(source);
  const old = source.text.slice(start, end);
  const text = withLineEndsOf(source, (startsDocument(old) ? separator : '') + documents.join(separator));
  return { start, end, text: old.endsWith('\n') ? text : text.trimEnd() };
}

/** Puts new documents behind one that stays. */
export function insertAfterDocument(source: SourceDocument, documents: readonly string[]): Edit {
  const { end } = contentOf(source);
  const lineEnd = source.text[end - 1] === '\n' ? '' : '\n';
  return { start: end, end, text: withLineEndsOf(source, lineEnd + separator + documents.join(separator)) };
}

/** Takes a document away together with one separator. */
export function removeDocument(source: SourceDocument): Edit {
  const { start, end } = contentOf(source);
  const opening = /(?:^|\n)(---[^\n]*\n)$/.exec(source.text.slice(0, start))?.[1];
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

const separator = '---\n';

/**
 * The lines of a document from the first that holds data to the last. Comments at the end count as its own where they are
 * indented, because they may be text in a block scalar.
 */
function contentOf({ text, start, end }: SourceDocument): { start: number; end: number } {
  const lines = text.slice(start, end).split(/(?<=\n)/);
  const isAround = /^\uFEFF?(?:\s*(?:#.*)?|---\s*(?:#.*)?|%.*)$/;
  const isAfter = /^(?:\s*|#.*|\.\.\.\s*(?:#.*)?)$/;
  const first = lines.findIndex((line) => !isAround.test(line.trimEnd()));
  const last = lines.findLastIndex((line) => !isAfter.test(line.trimEnd()));
  const lengthOf = (some: readonly string[]): number => some.reduce((sum, line) => sum + line.length, 0);
  return { start: start + lengthOf(lines.slice(0, first)), end: start + lengthOf(lines.slice(0, last + 1)) };
}

/** True where data follows on the line of the separator, as in `--- {kind: Role}`. */
function startsDocument(content: string): boolean {
  return /^---\s/.test(content);
}

function withLineEndsOf({ text, start, end }: SourceDocument, added: string): string {
  return text.slice(start, end).includes('\r\n') ? added.replaceAll('\n', '\r\n') : added;
}
