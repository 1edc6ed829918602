import type { Edit } from '../splice.ts';
import { align } from './align.ts';
import { type Block, blocksOf } from './blocks.ts';
import type { Comment } from './comments.ts';
import { likeness } from './likeness.ts';
import { isBlank, withLineEnd } from './lines.ts';
import type { Entry, Item, Mapping, Node, Sequence } from './nodes.ts';
import type { Original } from './original.ts';
import { printEntry, printInline, printItem, printJson, printWord } from './print.ts';
import { type Fields, fieldOf, isEmpty, isFields, isSame } from './same.ts';

/** What a collection shall hold: children that it has, by index, and texts of new ones. */
export type Plan = readonly (number | string)[];

/** Why a node cannot be edited in itself; what it stands in can still be written anew. */
export class NotSpliced extends Error {}

/**
 * Makes the text of an object say another value by as few edits as possible. What stays keeps its lines, its quotes and its
 * place, and a comment goes where the thing goes that it stands at: with a rule that is taken out, the comments on it are
 * `dropped`, but for those that are to be `kept`, which stay as lines of their own.
 */
export class Teller {
  readonly edits: Edit[] = [];
  readonly dropped = new Set<Comment>();
  private readonly original: Original;
  private readonly kept: ReadonlySet<Comment>;

  constructor(original: Original, kept: ReadonlySet<Comment> = new Set()) {
    this.original = original;
    this.kept = kept;
  }

  /** Edits a node that holds `old` so that it holds `now`. Throws where that cannot be done inside the node. */
  tell(node: Node, old: unknown, now: unknown): void {
    if (isSame(old, now)) return;
    if (node.kind === 'mapping' && isFields(old) && isFields(now)) this.fields(node, old, now);
    else if (node.kind === 'sequence' && Array.isArray(old) && Array.isArray(now)) this.items(node, old, now);
    else if (node.kind === 'scalar' && typeof now === 'string') this.replace(node.start, node.end, this.word(now, node.quote));
    else throw new NotSpliced();
  }

  /** Makes a collection hold what is planned. */
  arrange(node: Mapping | Sequence, plan: Plan): void {
    if (node.flow) this.arrangeInBrackets(node, plan);
    else this.arrangeLines(node, plan);
  }

  private fields(node: Mapping, old: Fields, now: Fields): void {
    const { children } = node;
    if (children.length !== Object.keys(old).length || children.some(({ name }) => !Object.hasOwn(old, name))) throw new NotSpliced();
    const stays = ({ name }: Entry): boolean => !isEmpty(name, fieldOf(now, name)) || isEmpty(name, fieldOf(old, name));
    const added = Object.entries(now).filter(([name, value]) => !(isEmpty(name, value) || Object.hasOwn(old, name)));
    // What is nested comes first, so that its additions stand above those that follow it at the same place.
    for (const child of children) {
      const [before, after] = [fieldOf(old, child.name), fieldOf(now, child.name)];
      if (!stays(child) || isEmpty(child.name, after)) continue;
      this.attempt(
        () => this.tell(child.node, before, after),
        () => this.rewrite(child, this.entry(node, child.name, after, child.at - this.original.startOfLine(child.at)).trim()),
      );
    }
    const column = children[0] ? children[0].at - this.original.startOfLine(children[0].at) : 0;
    this.arrange(node, [
      ...children.flatMap((child, index) => (stays(child) ? [index] : [])),
      ...added.map(([name, value]) => this.entry(node, name, value, column)),
    ]);
  }

  private items(node: Sequence, old: readonly unknown[], now: readonly unknown[]): void {
    const { children } = node;
    if (children.length !== old.length || children.length === 0 || now.length === 0) throw new NotSpliced();
    const places = align(old, now, likeness);
    const quote = quoteOfAll(children) ?? this.original.style.quote;
    const column = (children[0]?.at ?? 0) - this.original.startOfLine(children[0]?.at ?? 0);
    for (const [index, value] of now.entries()) {
      const place = places[index];
      const child = place === undefined ? undefined : children[place];
      if (!child || place === undefined) continue;
      this.attempt(
        () => this.tell(child.node, old[place], value),
        () => this.rewrite(child, this.item(node, value, column, quote).trim()),
      );
    }
    this.arrange(
      node,
      now.map((value, index) => places[index] ?? this.item(node, value, column, quote)),
    );
  }

  /** Tries edits; where they cannot be made, takes them back and makes others. */
  private attempt(edit: () => void, otherwise: () => void): void {
    const [edits, dropped] = [this.edits.length, [...this.dropped]];
    try {
      edit();
    } catch (error) {
      if (!(error instanceof NotSpliced)) throw error;
      this.edits.length = edits;
      this.dropped.clear();
      for (const comment of dropped) this.dropped.add(comment);
      otherwise();
    }
  }

  /** Puts other words in the place of a field or an item. Comments inside it go above the line on which it starts. */
  private rewrite({ at, end }: Entry | Item, text: string): void {
    const line = this.original.startOfLine(at);
    const indent = /^[ \t]*/.exec(this.original.text.slice(line, at))?.[0] ?? '';
    const remarks = this.remarks(at, end, indent);
    if (remarks !== '') this.replace(line, line, remarks);
    this.replace(at, end, text);
  }

  private arrangeLines({ children, kind }: Mapping | Sequence, plan: Plan): void {
    const blocks = blocksOf(this.original.text, children);
    for (const { gone, come, before, after } of gapsOf(plan, children.length)) {
      const text = come.join('');
      const [first, last] = [blocks[gone[0] ?? -1], blocks[gone.at(-1) ?? -1]];
      const [above, below] = [blocks[before ?? -1], blocks[after ?? -1]];
      if (first?.isFirst === false) this.removeFirstField(kind, first, below, text);
      else if (first && last) {
        if (text === '' && !above && !below) throw new NotSpliced();
        this.replace(first.from, last.to, this.remarks(first.from, last.to, ' '.repeat(first.column)) + text);
      } else if (text !== '' && above) this.replace(above.to, above.to, text);
      else if (text !== '' && below?.isFirst) this.replace(below.from, below.from, text);
      else if (text !== '') throw new NotSpliced();
    }
  }

  /** Takes away the field behind a dash, so that the next one moves up to it. */
  private removeFirstField(kind: Node['kind'], first: Block, next: Block | undefined, text: string): void {
    if (kind !== 'mapping' || !next || text !== '') throw new NotSpliced();
    const line = this.original.startOfLine(first.at);
    const indent = /^[ \t]*/.exec(this.original.text.slice(line, first.at))?.[0] ?? '';
    const remarks = this.remarks(first.at, next.at, indent);
    if (remarks !== '') this.replace(line, line, remarks);
    this.replace(first.at, next.at, '');
  }

  private arrangeInBrackets(node: Mapping | Sequence, plan: Plan): void {
    const { children, start, end } = node;
    const gaps = gapsOf(plan, children.length).filter(({ gone, come }) => gone.length + come.length > 0);
    if (gaps.length === 0) return;
    if (this.hasRemarksBetween(node)) throw new NotSpliced();
    const separator = this.separatorIn(node);
    for (const { gone, come, before, after } of gaps) {
      const text = come.join(separator);
      const [first, last] = [children[gone[0] ?? -1], children[gone.at(-1) ?? -1]];
      const [left, right] = [children[before ?? -1], children[after ?? -1]];
      if (first && last) {
        if (text !== '') this.replace(first.at, last.end, text);
        else if (right) this.replace(first.at, right.at, '');
        else if (left) this.replace(left.end, last.end, '');
        else this.replace(start + 1, end - 1, '');
      } else if (left) this.replace(left.end, left.end, separator + text);
      else if (right) this.replace(right.at, right.at, text + separator);
      else this.replace(start + 1, end - 1, text);
    }
  }

  /** True where comments stand among the children themselves, not inside one of them. */
  private hasRemarksBetween({ start, end, children }: Mapping | Sequence): boolean {
    return this.original
      .commentsBetween(start, end)
      .some((comment) => !children.some((child) => child.at <= comment.start && comment.start < child.end));
  }

  /** A comma and what stands behind it in these brackets. */
  private separatorIn({ children }: Mapping | Sequence): string {
    const [first, second] = children;
    if (first && second) return this.original.text.slice(first.end, second.at);
    const indent = first && this.indentInBrackets(first.at);
    return indent === undefined ? ', ' : `,${this.original.lineEnd}${indent}`;
  }

  /** The indentation of something in brackets that stands on a line of its own. */
  private indentInBrackets(at: number): string | undefined {
    const indent = this.original.text.slice(this.original.startOfLine(at), at);
    return isBlank(indent) ? indent : undefined;
  }

  /** The comments in a part of the text that is taken out: noted as dropped, and given as lines where they are to be kept. */
  private remarks(from: number, to: number, indent: string): string {
    let lines = '';
    for (const comment of this.original.commentsBetween(from, to)) {
      if (this.kept.has(comment)) lines += `${indent}${comment.text}${this.original.lineEnd}`;
      else this.dropped.add(comment);
    }
    return lines;
  }

  private entry(node: Mapping, name: string, value: unknown, column: number): string {
    const { style, lineEnd } = this.original;
    if (!node.flow) return withLineEnd(printEntry(name, value, column, style), lineEnd);
    if (!style.json) return printInline({ [name]: value }, style).slice(1, -1);
    const indent = node.children[0] && this.indentInBrackets(node.children[0].at);
    const colon = /:\s*/.exec(this.original.text.slice(node.children[0]?.at ?? 0))?.[0] ?? ': ';
    return withLineEnd(`${JSON.stringify(name)}${colon}${printJson(value, style, indent)}`, lineEnd);
  }

  private item(node: Sequence, value: unknown, column: number, quote: Entry['key']): string {
    const { style, lineEnd } = this.original;
    if (!node.flow) return withLineEnd(printItem(value, column, { ...style, quote }), lineEnd);
    const indent = node.children[0] && this.indentInBrackets(node.children[0].at);
    if (style.json) return withLineEnd(printJson(value, style, indent), lineEnd);
    return typeof value === 'string' ? printWord(value, quote, style) : printInline(value, style);
  }

  private word(text: string, quote: Entry['key']): string {
    return this.original.style.json ? printJson(text, this.original.style, undefined) : printWord(text, quote, this.original.style);
  }

  private replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }
}

/** What happens between two children that stay: some go, others come. */
interface Gap {
  gone: number[];
  come: string[];
  before: number | undefined;
  after: number | undefined;
}

function gapsOf(plan: Plan, count: number): Gap[] {
  const gaps: Gap[] = [];
  let gap: Gap = { gone: [], come: [], before: undefined, after: undefined };
  let next = 0;
  const goneUpTo = (index: number): void => {
    for (; next < index; next++) gap.gone.push(next);
  };
  for (const step of plan) {
    if (typeof step === 'string') gap.come.push(step);
    else {
      goneUpTo(step);
      gaps.push({ ...gap, after: step });
      gap = { gone: [], come: [], before: step, after: undefined };
      next = step + 1;
    }
  }
  goneUpTo(count);
  return [...gaps, gap];
}

/** The way in which all words of a list are quoted; undefined where they differ or are no words. */
function quoteOfAll(children: readonly Item[]): Entry['key'] | undefined {
  const quotes = new Set(children.map(({ node }) => (node.kind === 'scalar' ? node.quote : undefined)));
  const [quote] = quotes;
  return quotes.size === 1 ? quote : undefined;
}
