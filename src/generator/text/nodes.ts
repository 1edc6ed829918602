import { COLLECTION_STYLE, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';

type Event = ReturnType<typeof parseEvents>[number];
type ScalarEvent = Extract<Event, { valueStart: number }>;

/** A part of a YAML or JSON text and where it stands: from `start` up to but without `end`. */
export type Node = Mapping | Sequence | Scalar | Other;

export type Quote = 'plain' | 'single' | 'double';

interface Scalar {
  kind: 'scalar';
  start: number;
  end: number;
  quote: Quote;
}

export interface Mapping {
  kind: 'mapping';
  flow: boolean;
  start: number;
  end: number;
  children: Entry[];
}

export interface Sequence {
  kind: 'sequence';
  flow: boolean;
  start: number;
  end: number;
  children: Item[];
}

/** What is not edited in itself: aliases, block scalars, and what has no text, as the value of `rules:` may have none. */
interface Other {
  kind: 'other';
  start: number;
  end: number;
}

/** A field of a mapping, from its key to the end of its value. */
export interface Entry {
  at: number;
  end: number;
  name: string;
  key: Quote;
  node: Node;
}

/** An item of a sequence; `at` is where its dash stands, or in brackets the item itself. */
export interface Item {
  at: number;
  end: number;
  node: Node;
}

/** The nodes of one document, and the scalars among them. Throws where the text is no YAML or is written in a way that is not edited. */
export function readNodes(text: string): { root: Node; scalars: Range[] } {
  const reader = new NodeReader(text, parseEvents(text, { maxDepth: 100 }));
  return { root: reader.read(), scalars: reader.scalars };
}

interface Range {
  start: number;
  end: number;
}

class NodeReader {
  readonly scalars: Range[] = [];
  private readonly text: string;
  private readonly events: readonly Event[];
  private next = 0;

  constructor(text: string, events: readonly Event[]) {
    this.text = text;
    this.events = events;
  }

  read(): Node {
    while (this.events[this.next]?.type === EVENT_ID.DOCUMENT) this.next++;
    return this.node(0);
  }

  /** The node that comes next; `from` is where it would stand if it has no text. */
  private node(from: number): Node {
    const event = this.events[this.next++];
    switch (event?.type) {
      case EVENT_ID.MAPPING:
        return this.mapping(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.SEQUENCE:
        return this.sequence(event.start, event.style === COLLECTION_STYLE.FLOW);
      case EVENT_ID.SCALAR:
        return this.scalar(event, from);
      case EVENT_ID.ALIAS:
        return { kind: 'other', start: event.anchorStart - 1, end: event.anchorEnd };
      default:
        return { kind: 'other', start: from, end: from };
    }
  }

  private scalar({ valueStart, valueEnd, style }: ScalarEvent, from: number): Node {
    if (valueStart < 0) return { kind: 'other', start: from, end: from };
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    const isBlock = !isQuoted && style !== SCALAR_STYLE.PLAIN;
    const start = isQuoted ? valueStart - 1 : valueStart;
    const end = isQuoted ? valueEnd + 1 : isBlock ? valueStart + this.text.slice(valueStart, valueEnd).trimEnd().length : valueEnd;
    this.scalars.push({ start, end: isBlock ? valueEnd : end });
    return isBlock ? { kind: 'other', start, end } : { kind: 'scalar', start, end, quote: quoteOf(style) };
  }

  private mapping(start: number, flow: boolean): Mapping {
    const children: Entry[] = [];
    let end = start + (flow ? 1 : 0);
    while (!this.atEnd()) {
      const event = this.events[this.next];
      const key = this.node(end);
      if (key.kind !== 'scalar' || event?.type !== EVENT_ID.SCALAR) throw new Error('a key that is no plain word');
      if (this.skip(end, flow) !== key.start) throw new Error('a key with a mark in front of it');
      const node = this.node(this.afterColon(key.end));
      end = Math.max(node.end, key.end);
      children.push({ at: key.start, end, name: getScalarValue(this.text, event), key: key.quote, node });
    }
    this.next++;
    return { kind: 'mapping', flow, start, end: flow ? this.closing(end, '}') : end, children };
  }

  private sequence(start: number, flow: boolean): Sequence {
    const children: Item[] = [];
    let end = start + (flow ? 1 : 0);
    while (!this.atEnd()) {
      const at = children.length === 0 && !flow ? start : this.skip(end, flow);
      if (!flow && this.text[at] !== '-') throw new Error('an item without a dash');
      const node = this.node(flow ? at : at + 1);
      if (flow && node.start !== at) throw new Error('an item with a mark in front of it');
      end = Math.max(node.end, at + (flow ? 0 : 1));
      children.push({ at, end, node });
    }
    this.next++;
    return { kind: 'sequence', flow, start, end: flow ? this.closing(end, ']') : end, children };
  }

  /** Where a value would stand that has no text: behind the colon, or behind the key where there is none, as in `{name}`. */
  private afterColon(keyEnd: number): number {
    const place = this.skip(keyEnd, false);
    return this.text[place] === ':' ? place + 1 : keyEnd;
  }

  private atEnd(): boolean {
    return this.next >= this.events.length || this.events[this.next]?.type === EVENT_ID.POP;
  }

  /** The place of the next character that is no blank, no line end and no comment; in brackets commas are passed over too. */
  private skip(from: number, flow: boolean): number {
    const between = flow ? /(?:[\s,\uFEFF]|(?<=\s)#[^\n]*)*/y : /(?:[\s\uFEFF]|(?<=\s)#[^\n]*)*/y;
    between.lastIndex = from;
    between.test(this.text);
    return between.lastIndex;
  }

  private closing(from: number, bracket: string): number {
    const place = this.text[from] === ':' ? this.skip(from + 1, true) : this.skip(from, true);
    if (this.text[place] !== bracket) throw new Error('brackets that do not close where they should');
    return place + 1;
  }
}

function quoteOf(style: number): Quote {
  if (style === SCALAR_STYLE.SINGLE_QUOTED) return 'single';
  return style === SCALAR_STYLE.DOUBLE_QUOTED ? 'double' : 'plain';
}
