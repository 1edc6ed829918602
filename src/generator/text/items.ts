import type { FieldPath, SourceDocument } from '../../model/position.ts';
import { applyEdits, type Edit } from '../splice.ts';
import { type Block, blocksOf } from './blocks.ts';
import { isBlank, withLineEnd } from './lines.ts';
import type { Node, Sequence } from './nodes.ts';
import { type ObjectChange, tellObjects } from './object-change.ts';
import { type Original, readOriginal, readValues } from './original.ts';
import { printInline, printItem, printJson } from './print.ts';
import type { Place } from './retell.ts';
import { fieldOf, isFields, isSame } from './same.ts';
import { NotSpliced, type Plan, Teller } from './teller.ts';

/** Edits a document that is a List, or Lists in a List: new items take the place of old ones. */
export function editItems(document: SourceDocument, changes: readonly ObjectChange[]): Edit[] | undefined {
  const isJson = document.format === 'json';
  const original = readOriginal(document.text.slice(document.start, document.end), isJson);
  if (!original) return undefined;
  const edits: Edit[] = [];
  let expected = original.value;
  for (const inList of Map.groupBy(changes, ({ path }) => JSON.stringify(path.slice(0, -1))).values()) {
    const path = inList[0]?.path.slice(0, -1) ?? [];
    const told = tellList(original, path, inList);
    if (!told) return undefined;
    edits.push(...told.edits);
    expected = withValueAt(expected, path, told.items);
  }
  // Items may share anchors, so that the document is right only as a whole.
  if (!isSame(readValues(applyEdits(original.text, edits), isJson), [expected])) return undefined;
  return edits.map(({ start, end, text }) => ({ start: start + document.start, end: end + document.start, text }));
}

interface ToldList {
  edits: Edit[];
  /** What the list holds afterwards. */
  items: unknown[];
}

function tellList(original: Original, path: FieldPath, changes: readonly ObjectChange[]): ToldList | undefined {
  const node = nodeAt(original.root, path);
  const items = valueAt(original.value, path);
  if (node?.kind !== 'sequence' || !Array.isArray(items)) return undefined;
  return node.flow ? tellInBrackets(original, node, items, changes) : tellInLines(original, node, items, changes);
}

function tellInLines(
  original: Original,
  list: Sequence,
  items: readonly unknown[],
  changes: readonly ObjectChange[],
): ToldList | undefined {
  const blocks = blocksOf(original.text, list.children);
  const after: unknown[][] = items.map((item) => [item]);
  const edits: Edit[] = [];
  for (const change of changes) {
    const index = Number(change.path.at(-1));
    const [block, node] = [blocks[index], list.children[index]?.node];
    if (!block?.isFirst || !node) return undefined;
    const place = placeInLines(original, block, node, items[index]);
    const told = tellObjects(original, place, change);
    if (!told) return undefined;
    edits.push({ start: change.stays ? place.end : place.start, end: place.end, text: told.remains + told.texts.join('') });
    after[index] = [...(change.stays ? [items[index]] : []), ...told.values];
  }
  return { edits, items: after.flat() };
}

/** An item with its dash. The comments above it are not a part of it. */
function placeInLines(original: Original, { at, to, column }: Block, node: Node, value: unknown): Place {
  const indent = ' '.repeat(column);
  return {
    node,
    value,
    start: original.startOfLine(at),
    end: to,
    print: (fields) => withLineEnd(printItem(fields, column, original.style), original.lineEnd),
    remark: (comments) => comments.map(({ text }) => indent + text + original.lineEnd).join(''),
    read: (text) => {
      const list = readValues(text, false)?.[0];
      return Array.isArray(list) && list.length === 1 ? list[0] : undefined;
    },
  };
}

function tellInBrackets(
  original: Original,
  list: Sequence,
  items: readonly unknown[],
  changes: readonly ObjectChange[],
): ToldList | undefined {
  const byIndex = new Map(changes.map((change) => [change.path.at(-1), change]));
  const plan: (number | string)[] = [];
  const after: unknown[] = [];
  for (const [index, { node }] of list.children.entries()) {
    const change = byIndex.get(index);
    const told = change && tellObjects(original, placeInBrackets(original, node, items[index]), change);
    if (change && !told) return undefined;
    if (!change || change.stays) {
      plan.push(index);
      after.push(items[index]);
    }
    plan.push(...(told?.texts ?? []));
    after.push(...(told?.values ?? []));
  }
  const edits = arranged(original, list, plan);
  return edits && { edits, items: after };
}

function arranged(original: Original, list: Sequence, plan: Plan): Edit[] | undefined {
  const teller = new Teller(original);
  try {
    teller.arrange(list, plan);
    return teller.edits;
  } catch (error) {
    if (error instanceof NotSpliced) return undefined;
    throw error;
  }
}

/** An object in brackets, as JSON writes it and YAML may. */
export function placeInBrackets(original: Original, node: Node, value: unknown): Place {
  const { style, text, lineEnd } = original;
  const indent = text.slice(original.startOfLine(node.start), node.start);
  return {
    node,
    value,
    start: node.start,
    end: node.end,
    print: (fields) =>
      style.json ? withLineEnd(printJson(fields, style, isBlank(indent) ? indent : undefined), lineEnd) : printInline(fields, style),
    remark: () => '',
    read: (written) => readValues(written, style.json)?.[0],
  };
}

function nodeAt(root: Node, path: FieldPath): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (node?.kind === 'mapping') node = node.children.find(({ name }) => name === step)?.node;
    else node = node?.kind === 'sequence' ? node.children[Number(step)]?.node : undefined;
  }
  return node;
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else current = isFields(current) ? fieldOf(current, String(step)) : undefined;
  }
  return current;
}

function withValueAt(value: unknown, [step, ...rest]: FieldPath, now: unknown): unknown {
  if (step === undefined) return now;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? withValueAt(item, rest, now) : item));
  return isFields(value) ? { ...value, [step]: withValueAt(fieldOf(value, String(step)), rest, now) } : value;
}
