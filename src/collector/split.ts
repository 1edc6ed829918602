import { endOfString } from './json-positions.ts';

/** A part of a text, from `start` up to but without `end`, in UTF-16 code units. */
export interface Range {
  start: number;
  end: number;
}

// JavaScript takes two more characters for line ends than YAML does: a `---` after them stands inside a text.
const mark = /^(?<![\u2028\u2029])(?:%|(?:---|\.\.\.)(?![^ \t\r\n]))/gm;

/**
 * Splits YAML into its documents. `---` at the start of a line separates documents wherever it stands (YAML 1.2, 9.1.2),
 * so no parsing is needed. The separator belongs to the document that it opens, as do %YAML and %TAG lines before it.
 */
export function splitYaml(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  let mayHaveDirectives = true;
  let hasDirectives = false;
  for (const { 0: found, index } of text.matchAll(mark)) {
    if (found === '%') {
      hasDirectives ||= mayHaveDirectives;
      continue;
    }
    if (found === '...' || !hasDirectives) {
      if (index > start) ranges.push({ start, end: index });
      start = found === '...' ? index + found.length : index;
    }
    mayHaveDirectives = found === '...';
    hasDirectives = false;
  }
  if (start < text.length) ranges.push({ start, end: text.length });
  return ranges;
}

/** Splits JSON texts that follow one another, as `kubectl get -o json` run twice into one file leaves them. */
export function splitJson(text: string): Range[] {
  const ranges: Range[] = [];
  const token = /["{}[\]]/g;
  let depth = 0;
  let start = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '"') {
      token.lastIndex = endOfString(text, match.index);
    } else if (match[0] === '{' || match[0] === '[') {
      depth++;
    } else if (--depth === 0) {
      ranges.push({ start, end: token.lastIndex });
      start = skipBlank(text, token.lastIndex);
    }
  }
  if (text.slice(start).trim() !== '') ranges.push({ start, end: text.length });
  return ranges;
}

function skipBlank(text: string, start: number): number {
  const blank = /\s*/y;
  blank.lastIndex = start;
  blank.test(text);
  return blank.lastIndex;
}
