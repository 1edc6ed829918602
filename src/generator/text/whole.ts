import type { SourceDocument } from '../../model/position.ts';
import { contentOf, type Edit, insertAfterDocument, removeDocument, replaceDocument } from '../splice.ts';
import { asWritten } from './as-written.ts';
import { type Comment, commentsIn } from './comments.ts';
import { lineEndOf, withLineEnd } from './lines.ts';
import { type ObjectChange, type Told, tellObjects } from './object-change.ts';
import { type Original, readOriginal, readValues } from './original.ts';
import { printYaml } from './print.ts';
import type { Place } from './retell.ts';
import { isSame } from './same.ts';
import { plainStyle } from './style.ts';

/** Edits a YAML document that is one object: the documents of the new objects take its place, or follow it where it stays. */
export function editWhole(document: SourceDocument, change: ObjectChange): Edit[] | undefined {
  const original = readOriginal(document.text.slice(document.start, document.end), false);
  const told = original ? tellObjects(original, placeOf(document, original), change) : printAll(document, change);
  if (!told || !isSame(readValues(told.texts.join('---\n'), false), told.values)) return undefined;
  const { texts, remains } = told;
  if (change.stays) return texts.length === 0 ? [] : [insertAfterDocument(document, texts)];
  if (texts.length > 0) return [replaceDocument(document, [remains + texts[0], ...texts.slice(1)])];
  return [remains === '' ? removeDocument(document) : replaceDocument(document, [remains])];
}

function placeOf(document: SourceDocument, original: Original): Place {
  const content = contentOf(document);
  const { root, value, text, style, lineEnd } = original;
  const line = content.start - document.start;
  return {
    node: root,
    value,
    // Behind a separator on the same line, the text starts with the object.
    start: /^---\s/.test(text.slice(line)) ? root.start : line,
    end: content.end === document.end ? text.length : content.end - document.start,
    print: (fields) => withLineEnd(printYaml(fields, style), lineEnd),
    remark: (comments) => linesOf(comments, lineEnd),
    read: (written) => {
      const values = readValues(written, false);
      return values?.length === 1 ? values[0] : undefined;
    },
  };
}

/** Objects in the place of one whose text cannot be taken apart; its comments stand above them. */
function printAll(document: SourceDocument, { ref, stays, before, successors, behind }: ObjectChange): Told {
  const content = contentOf(document);
  const text = document.text.slice(content.start, content.end);
  const lineEnd = lineEndOf(text);
  const remarks = linesOf(commentsIn(text, quotedIn(text)), lineEnd);
  const values = [...before, ...successors, ...behind].map((manifest) => asWritten(manifest, undefined, ref));
  const texts = values.map((value) => withLineEnd(printYaml(value, plainStyle), lineEnd));
  return { texts, values, remains: stays ? '' : remarks };
}

function linesOf(comments: readonly Comment[], lineEnd: string): string {
  return comments.map(({ text }) => text + lineEnd).join('');
}

/** What is quoted, so that a `#` in it is no comment; the best guess where nothing better is known. */
function quotedIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}
