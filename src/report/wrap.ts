import wrapAnsi from 'wrap-ansi';

/**
 * Breaks a line at spaces so that it fits the width, with the given indent before every line but the first. A word that
 * is too long is broken too. Without a width nothing is broken.
 */
export function wrap(text: string, width: number | undefined, indent: number): string {
  if (width === undefined) return text;
  const first = wrapAnsi(text, width, { hard: true, trim: false }).split('\n')[0] ?? '';
  const rest = text.slice(first.length).trimStart();
  if (rest === '') return text;
  const margin = ' '.repeat(indent);
  return [
    first.trimEnd(),
    ...wrapAnsi(rest, Math.max(width - indent, 1), { hard: true })
      .split('\n')
      .map((line) => margin + line),
  ].join('\n');
}
