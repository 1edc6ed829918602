import { parseEvents, YAMLException } from 'js-yaml';

/** How much text may be parsed again in all, so that a document of nothing but shallow lines is given up in time. */
const mostParsed = 50_000_000;

/**
 * Reads YAML with a reader made of js-yaml. Inside brackets, kubectl's reader does not look at indentation; js-yaml wants lines
 * deeper than the field that the brackets belong to, and so refuses the `]` that many people put below the field's name. Where
 * it does, the text is read again with such lines at the end of the line before; every offset stays what it was.
 */
export function readForgiving<T>(text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (!isShallowLine(error)) throw error;
    return read(joinShallowLines(text));
  }
}

function isShallowLine(error: unknown): error is YAMLException {
  return error instanceof YAMLException && error.reason === 'deficient indentation';
}

/** Writes blanks over the line ends and comment lines before shallow lines, as far as that helps. */
function joinShallowLines(text: string): string {
  let joined = text;
  for (let parsed = 0; parsed < mostParsed; parsed += text.length) {
    const line = findShallowLine(joined);
    const end = line === undefined ? undefined : endOfContentBefore(joined, line);
    if (line === undefined || end === undefined) break;
    joined = joined.slice(0, end) + ' '.repeat(line - end) + joined.slice(line);
  }
  return joined;
}

function findShallowLine(text: string): number | undefined {
  try {
    parseEvents(text, { maxDepth: 100 });
  } catch (error) {
    if (isShallowLine(error)) return error.mark?.position;
  }
  return undefined;
}

/** Where the content before an offset ends, comment lines passed over; undefined where a comment may follow it on its line. */
function endOfContentBefore(text: string, offset: number): number | undefined {
  let end = offset;
  for (;;) {
    end = text.slice(0, end).trimEnd().length;
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!/^\s*#/.test(line)) return /\s#/.test(line) || !text.slice(end, offset).includes('\n') ? undefined : end;
    end = start;
  }
}
