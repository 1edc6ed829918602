import type { SourceDocument } from '../../model/position.ts';
import type { Edit } from '../splice.ts';
import { placeInBrackets } from './items.ts';
import { isBlank } from './lines.ts';
import { type ObjectChange, tellObjects } from './object-change.ts';
import { type Original, readOriginal, readValues } from './original.ts';
import { isSame } from './same.ts';

/**
 * Edits a JSON text that is one object. Where several objects take its place and the file holds nothing else, they become
 * items of a List, so that the file stays one JSON text.
 */
export function editJson({ text, start, end }: SourceDocument, change: ObjectChange): Edit[] | undefined {
  const original = readOriginal(text.slice(start, end), true);
  const told = original && tellObjects(original, placeInBrackets(original, original.root, original.value), change);
  if (!original || !told?.texts.every((one, index) => isSame(readValues(one, true), [told.values[index]]))) return undefined;
  const { root } = original;
  const texts = [...(change.stays ? [original.text.slice(root.start, root.end)] : []), ...told.texts];
  const isAlone = isBlank(text.slice(0, start)) && isBlank(text.slice(end));
  const now = isAlone && texts.length > 1 ? listOf(texts, original) : texts.join(original.lineEnd);
  return [{ start: start + root.start, end: start + root.end, text: now }];
}

/** JSON texts as a List, laid out as the text was that they come from. */
function listOf(texts: readonly string[], { text, style, lineEnd }: Original): string {
  if (!text.trim().includes('\n')) return `{"apiVersion":"v1","kind":"List","items":[${texts.join(',')}]}`;
  const step = text.includes('\n\t') ? '\t' : ' '.repeat(style.step);
  const items = texts.map((one) => step + step + one.replaceAll('\n', `\n${step}${step}`));
  return [
    '{',
    `${step}"apiVersion": "v1",`,
    `${step}"kind": "List",`,
    `${step}"items": [`,
    items.join(`,${lineEnd}`),
    `${step}]`,
    '}',
  ].join(lineEnd);
}
