import type { FieldPath } from '../model/position.ts';

/** Where a value starts, and where the key of it starts if it has one, as offsets in a text. */
export interface Spot {
  start: number;
  key?: number;
}

/** Where the values inside an object or a list stand. */
type Children = ReadonlyMap<string | number, Spot>;

/** Shorter objects and lists are looked through again; what is longer, such as the items of a dump, is looked through once. */
const worthKeeping = 10_000;

/**
 * Where the fields of a JSON text stand. The text is known to be JSON, so what is not on the way to a field is passed over
 * without a look inside: a dump of a whole cluster is one text, of which a few lines are wanted.
 */
export class JsonPlaces {
  private readonly text: string;
  private readonly kept = new Map<number, Children>();

  constructor(text: string) {
    this.text = text;
  }

  /** The offsets of a field; where it is missing, those of the innermost value on the way to it. */
  spotOf(path: FieldPath): Spot {
    let spot: Spot = { start: this.skipBlank(0) };
    for (const step of path) {
      const next = this.childrenOf(spot.start).get(step);
      if (!next) break;
      spot = next;
    }
    return spot;
  }

  private childrenOf(start: number): Children {
    const known = this.kept.get(start);
    if (known) return known;
    const children = new Map<string | number, Spot>();
    const isObject = this.text[start] === '{';
    let at = isObject || this.text[start] === '[' ? this.skipBlank(start + 1) : this.text.length;
    while (at < this.text.length && this.text[at] !== '}' && this.text[at] !== ']') {
      if (isObject) {
        const key = at;
        const end = endOfString(this.text, key);
        at = this.skipBlank(this.skipBlank(end) + ':'.length);
        // The last of two equal keys is the one that counts.
        children.set(keyOf(this.text.slice(key, end)), { start: at, key });
      } else children.set(children.size, { start: at });
      at = this.skipBlank(this.endOfValue(at));
      if (this.text[at] === ',') at = this.skipBlank(at + 1);
    }
    if (at - start > worthKeeping) this.kept.set(start, children);
    return children;
  }

  private endOfValue(start: number): number {
    if (this.text[start] === '"') return endOfString(this.text, start);
    if (this.text[start] !== '{' && this.text[start] !== '[') return this.find(/[,\]}\s]/g, start);
    const mark = /["{}[\]]/g;
    mark.lastIndex = start;
    let depth = 0;
    for (let match = mark.exec(this.text); match; match = mark.exec(this.text)) {
      if (match[0] === '"') mark.lastIndex = endOfString(this.text, match.index);
      else depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
      if (depth === 0) return mark.lastIndex;
    }
    return this.text.length;
  }

  private skipBlank(start: number): number {
    return this.find(/[^ \t\r\n]/g, start);
  }

  /** Where the next of some characters stands, or the end. */
  private find(characters: RegExp, start: number): number {
    characters.lastIndex = start;
    return characters.exec(this.text)?.index ?? this.text.length;
  }
}

/** A key as JSON writes it, quotes included. */
function keyOf(text: string): string {
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}

/** Where a string of JSON ends that begins at the offset: behind the first quote that has no odd number of backslashes before it. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === '\\') first--;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return text.length;
}
