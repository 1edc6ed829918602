/**
 * Breaks a line at spaces so that it fits the width, with the given indent before every line but the first.
 * Without a width nothing is broken; a word that is too long stays whole.
 */
export function wrap(text: string, width: number | undefined, indent: number): string {
  if (width === undefined || text.length <= width) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (visible(longer) <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line].join('\n');
}

/** The length of a text without our own colour codes. */
function visible(text: string): number {
  return text.replace(/\u001b\[[0-9;]*m/g, '').length;
}
