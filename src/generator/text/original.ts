import { CORE_SCHEMA, load, loadAll, mergeTag } from 'js-yaml';
import { type Comment, commentsIn } from './comments.ts';
import { lineEndOf, lineStartsOf } from './lines.ts';
import { type Node, readNodes } from './nodes.ts';
import { type Style, styleOf } from './style.ts';

/** The text of a document as it was read, taken apart: its value, and where the parts of it stand. */
export interface Original {
  /** Ends with a line end. */
  text: string;
  value: unknown;
  root: Node;
  style: Style;
  lineEnd: string;
  startOfLine(place: number): number;
  commentsBetween(from: number, to: number): Comment[];
}

/** Takes a document apart; undefined where it is written in a way that cannot be edited piece by piece. */
export function readOriginal(document: string, json: boolean): Original | undefined {
  const lineEnd = lineEndOf(document);
  const text = document.endsWith('\n') ? document : document + lineEnd;
  try {
    const { root, scalars } = readNodes(text);
    const comments = commentsIn(text, scalars);
    const startOfLine = lineStartsOf(text);
    return {
      text,
      value: readValue(text, json),
      root,
      style: styleOf(text, root, json, startOfLine),
      lineEnd,
      startOfLine,
      commentsBetween: (from, to) => comments.slice(firstFrom(comments, from), firstFrom(comments, to)),
    };
  } catch {
    return undefined;
  }
}

// As the collector reads, but that a key may not stand twice.
const options = { maxAliases: 1000, maxDepth: 100, schema: CORE_SCHEMA.withTags(mergeTag) };

/** What a document says. Throws where it is not well-formed. */
function readValue(text: string, json: boolean): unknown {
  return json ? JSON.parse(text) : load(text, options);
}

/** What the documents of a text say, those that are empty left out; undefined where one is not well-formed. */
export function readValues(text: string, json: boolean): unknown[] | undefined {
  try {
    return json ? [JSON.parse(text)] : loadAll(text, options).filter((value) => value !== undefined && value !== null);
  } catch {
    return undefined;
  }
}

/** The index of the first comment at or behind a place. */
function firstFrom(comments: readonly Comment[], place: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
