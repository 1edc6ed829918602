import { applyEdits } from '../splice.ts';
import type { Comment } from './comments.ts';
import type { Node } from './nodes.ts';
import type { Original } from './original.ts';
import { type Fields, isSame } from './same.ts';
import { NotSpliced, Teller } from './teller.ts';

/** An object in a document, and how texts that stand in its place are written and read. */
export interface Place {
  node: Node;
  value: unknown;
  /** The text of the object with what belongs to it. */
  start: number;
  end: number;
  /** Writes an object anew. */
  print(value: Fields): string;
  /** Writes comments as lines that can stand in front of an object. */
  remark(comments: readonly Comment[]): string;
  /** Reads what was written; undefined where it is not well-formed. */
  read(text: string): unknown;
}

/**
 * Texts for the objects that take the place of one, each made of its text as far as they agree. All comments of the old text
 * are in at least one of the new ones. Where a text made so would say anything else than it shall, the object is written anew.
 */
export function retell(original: Original, place: Place, values: readonly Fields[]): string[] {
  const all = original.commentsBetween(place.start, place.end);
  const [first, ...others] = values.map((value) => ({ value, telling: tell(original, place, value, new Set()) }));
  if (!first) return [];
  const homeless = all.filter((comment) => !others.some(({ telling }) => telling && !telling.dropped.has(comment)));
  const kept = new Set(homeless.filter((comment) => first.telling?.dropped.has(comment)));
  const telling = kept.size === 0 ? first.telling : tell(original, place, first.value, kept);
  return [
    telling?.text ?? place.remark(homeless) + place.print(first.value),
    ...others.map((other) => other.telling?.text ?? place.print(other.value)),
  ];
}

interface Telling {
  text: string;
  dropped: ReadonlySet<Comment>;
}

/** One object's text by edits of the old one; undefined where that does not work out. */
function tell(original: Original, place: Place, value: Fields, kept: ReadonlySet<Comment>): Telling | undefined {
  const teller = new Teller(original, kept);
  try {
    teller.tell(place.node, place.value, value);
  } catch (error) {
    if (error instanceof NotSpliced) return undefined;
    throw error;
  }
  if (teller.edits.some(({ start, end }) => start < place.start || end > place.end)) return undefined;
  const edits = teller.edits.map(({ start, end, text }) => ({ start: start - place.start, end: end - place.start, text }));
  const text = applyEdits(original.text.slice(place.start, place.end), edits);
  return isSame(place.read(text), value) ? { text, dropped: teller.dropped } : undefined;
}
