import wrapAnsi from 'wrap-ansi';

/**
 * Puts a text behind a label that is `indent` columns wide and breaks it at spaces so that it fits the width, further lines
 * below the first. A word that is too long is broken too. Without a width nothing is broken.
 */
export function wrap(label: string, text: string, width: number | undefined, indent: number): string {
  if (width === undefined) return label + text;
  const lines = wrapAnsi(text, Math.max(width - indent, 1), { hard: true }).split('\n');
  return label + lines.join(`\n${' '.repeat(indent)}`);
}
