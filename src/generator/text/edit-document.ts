import type { SourceDocument } from '../../model/position.ts';
import type { Edit } from '../splice.ts';
import { editItems } from './items.ts';
import { editJson } from './json.ts';
import type { ObjectChange } from './object-change.ts';
import { editWhole } from './whole.ts';

/**
 * The edits of a file that change objects in one of its documents; comments, order and quotes stay wherever what they belong
 * to stays. What was edited is read again: it says what it shall and nothing else, or there are no edits but undefined.
 */
export function editDocument(document: SourceDocument, changes: readonly ObjectChange[]): Edit[] | undefined {
  const [first] = changes;
  if (!first) return [];
  if (first.path.length > 0) return editItems(document, changes);
  return document.format === 'json' ? editJson(document, first) : editWhole(document, first);
}
