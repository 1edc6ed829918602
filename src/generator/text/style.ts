import type { Node, Quote, Sequence } from './nodes.ts';

/** How a document is written, so that what is added to it looks like its neighbours. */
export interface Style {
  json: boolean;
  /** How much deeper a nested field stands. */
  step: number;
  /** True where dashes stand below their key, not deeper. */
  flushDashes: boolean;
  /** True where lists of words are written in brackets. */
  brackets: boolean;
  /** How words in lists are quoted. */
  quote: Quote;
  /** How words are quoted that have to be; undefined where nothing tells. */
  needed: 'single' | 'double' | undefined;
}

/** How kubectl prints; strings are quoted only where some YAML reader would take them for something else, the core group as "". */
export const plainStyle: Style = { json: false, step: 2, flushDashes: true, brackets: false, quote: 'plain', needed: undefined };

/** Takes the style from what is there; where nothing tells, it is that of kubectl. */
export function styleOf(text: string, root: Node, json: boolean, startOfLine: (place: number) => number): Style {
  const seen = new Sightings(text, startOfLine);
  seen.look(root);
  return {
    json,
    step: seen.step ?? plainStyle.step,
    flushDashes: seen.flushWords ?? seen.flushObjects ?? plainStyle.flushDashes,
    brackets: seen.inBrackets > seen.inLines,
    quote: (['double', 'single'] as const).find((quote) => seen.quotes[quote] > seen.words / 2) ?? 'plain',
    needed: seen.needed.double > seen.needed.single ? 'double' : seen.needed.single > 0 ? 'single' : undefined,
  };
}

class Sightings {
  step: number | undefined;
  flushWords: boolean | undefined;
  flushObjects: boolean | undefined;
  inBrackets = 0;
  inLines = 0;
  words = 0;
  readonly quotes: Record<Quote, number> = { plain: 0, single: 0, double: 0 };
  readonly needed: Record<Quote, number> = { plain: 0, single: 0, double: 0 };
  private readonly text: string;
  private readonly startOfLine: (place: number) => number;

  constructor(text: string, startOfLine: (place: number) => number) {
    this.text = text;
    this.startOfLine = startOfLine;
  }

  look(node: Node, parent?: number): void {
    if (node.kind === 'sequence') this.list(node, parent);
    else if (node.kind === 'mapping') {
      const column = this.columnOf(node.children[0]?.at ?? node.start);
      if (!node.flow && parent !== undefined && column > parent) this.step ??= column - parent;
      if (node.flow) this.step ??= this.stepInBraces(node);
      for (const { node: child, at } of node.children) this.look(child, this.columnOf(at));
    }
  }

  private list(node: Sequence, parent: number | undefined): void {
    const words = node.children.filter(({ node: child }) => child.kind === 'scalar');
    if (words.length > 0) {
      if (node.flow) this.inBrackets++;
      else this.inLines++;
    }
    for (const { node: child } of words) {
      if (child.kind !== 'scalar') continue;
      // An empty word and a lone star have to be quoted, so they tell nothing of the others.
      if (/^(["'])\*?\1$/.test(this.text.slice(child.start, child.end))) this.needed[child.quote]++;
      else {
        this.words++;
        this.quotes[child.quote]++;
      }
    }
    if (!node.flow && parent !== undefined) {
      const flush = this.columnOf(node.start) === parent;
      if (words.length > 0) this.flushWords ??= flush;
      else this.flushObjects ??= flush;
    }
    for (const { node: child } of node.children) this.look(child);
  }

  /** The step of JSON and the like, where a field has a line of its own. */
  private stepInBraces(node: Extract<Node, { kind: 'mapping' }>): number | undefined {
    const [first] = node.children;
    if (!first) return undefined;
    const step = this.indentOf(first.at) - this.indentOf(node.start);
    return this.columnOf(first.at) === this.indentOf(first.at) && step > 0 ? step : undefined;
  }

  private columnOf(place: number): number {
    return place - this.startOfLine(place);
  }

  private indentOf(place: number): number {
    return /^[ \t]*/.exec(this.text.slice(this.startOfLine(place), place))?.[0].length ?? 0;
  }
}
