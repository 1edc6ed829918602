/** How records are told apart: each line is one, or values follow one another whatever the lines, most of them in a list. */
export type Framing = 'lines' | 'values';

/**
 * Looks at the beginning of a log. JSON lines are by far the most frequent; lists that were printed over many lines or on a
 * single one, and values without a line between them, are told by the first line.
 */
export function framingOf(head: Uint8Array): Framing {
  const text = Buffer.from(head).toString('utf8').trimStart();
  if (text.startsWith('[')) return 'values';
  if (!text.startsWith('{')) return 'lines';
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).trimEnd();
  if (isJson(line)) return 'lines';
  // What is cut off in the middle of its line is no list that goes on below.
  return end < 0 || /[{[,]$|\}\s*\{/.test(line) ? 'values' : 'lines';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
