import { plain } from './plain.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A space of no width, which keeps a name from becoming a mention or a link; it is not seen. */
const apart = '&#8203;';

/** A text inside HTML that stands in Markdown: it makes no element, mentions nobody and links to nothing. */
export function htmlText(text: string): string {
  return plain(text)
    .replace(/[&<>"]/g, (character) => entities[character] ?? '')
    .replace(/[@#]|:(?=\/\/)|www(?=\.)/gi, (start) => `${start}${apart}`);
}

/** A text as Markdown in which no character has a meaning. */
export function markdownText(text: string): string {
  return htmlText(text).replace(/[\\`*_[\]|~$]/g, (character) => `\\${character}`);
}

/** A name as code: nothing in it is looked at. Not for tables, in which `|` ends a cell all the same. */
export function code(text: string): string {
  const name = plain(text);
  if (name.trim() === '') return markdownText(name);
  const longest = Math.max(0, ...[...name.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank on both sides is taken away again.
  const pad = /^[ `]|[ `]$/.test(name) ? ' ' : '';
  return `${fence}${pad}${name}${pad}${fence}`;
}

/** The beginning of a text that is too long to be shown. */
export function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
