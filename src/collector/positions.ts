import { EVENT_ID, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { FieldPath, Origin, Position, SourceDocument } from '../model/position.ts';
import { JsonPlaces, type Spot } from './json-positions.ts';
import { readForgiving } from './shallow-lines.ts';
import type { SourceText } from './source-text.ts';
import type { Range } from './split.ts';

type Event = ReturnType<typeof parseEvents>[number];

/** A node of a document, and the nodes inside it by key or index. */
interface Place extends Spot {
  children: Map<string | number, Place> | undefined;
}

/** Finds where fields stand in one text. */
interface Places {
  /** The offsets of a field; where it is missing, those of the innermost node on the way to it. */
  spotOf(path: FieldPath): Spot;
}

/** Where the fields of one document stand. The document is looked through for places when the first position is asked. */
export class DocumentOrigin implements Origin {
  readonly file: string;
  private readonly text: SourceText;
  private readonly range: Range;
  private readonly format: SourceDocument['format'];
  private places: Places | undefined;

  constructor(text: SourceText, range: Range, format: SourceDocument['format']) {
    this.file = text.file;
    this.text = text;
    this.range = range;
    this.format = format;
  }

  get source(): (() => SourceDocument) | undefined {
    const { text, range, format } = this;
    const { onDisk } = text;
    if (onDisk === undefined) return undefined;
    const shift = onDisk.length - text.text.length;
    return () => ({ text: onDisk, start: range.start + shift, end: range.end + shift, path: [], format });
  }

  locate(path: FieldPath): Position {
    return this.positionAt(this.spotOf(path).start);
  }

  /** The position of the key under which a field stands. */
  locateKey(path: FieldPath): Position {
    const { key, start } = this.spotOf(path);
    return this.positionAt(key ?? start);
  }

  private positionAt(offset: number): Position {
    return this.text.positionAt(this.range.start + offset);
  }

  private spotOf(path: FieldPath): Spot {
    this.places ??= this.read(this.text.text.slice(this.range.start, this.range.end));
    return this.places.spotOf(path);
  }

  private read(text: string): Places {
    return this.format === 'yaml' ? new YamlPlaces(text) : new JsonPlaces(text);
  }
}

/** The places of a YAML document, of which all nodes are read. */
class YamlPlaces implements Places {
  private readonly root: Place;

  constructor(text: string) {
    this.root = placesOf(text);
  }

  spotOf(path: FieldPath): Spot {
    let place = this.root;
    for (const step of path) {
      const next = place.children?.get(step);
      if (!next) break;
      place = next;
    }
    return place;
  }
}

/** An object inside another document, such as an item of a List. */
export class ItemOrigin implements Origin {
  readonly file: string;
  private readonly document: Origin;
  private readonly prefix: FieldPath;

  constructor(document: Origin, prefix: FieldPath) {
    this.file = document.file;
    this.document = document;
    this.prefix = prefix;
  }

  get source(): (() => SourceDocument) | undefined {
    const { source } = this.document;
    return source && (() => ({ ...source(), path: this.prefix }));
  }

  locate(path: FieldPath): Position {
    return this.document.locate([...this.prefix, ...path]);
  }
}

function placesOf(text: string): Place {
  try {
    return readForgiving(text, (yaml) => new PlaceReader(yaml, parseEvents(yaml, { maxDepth: 100 })).read());
  } catch {
    // A text that is read all the same, as nesting is not counted in the same way, keeps the position of its document.
    return { start: 0, children: undefined };
  }
}

/** Walks the events of one document and keeps where each node starts. */
class PlaceReader {
  private readonly text: string;
  private readonly events: readonly Event[];
  private next = 0;

  constructor(text: string, events: readonly Event[]) {
    this.text = text;
    this.events = events;
  }

  read(): Place {
    while (this.events[this.next]?.type === EVENT_ID.DOCUMENT) this.next++;
    return this.node() ?? { start: 0, children: undefined };
  }

  /** The node that comes next; undefined for one without any text, as the value of `rules:` may be. */
  private node(): Place | undefined {
    const event = this.events[this.next++];
    switch (event?.type) {
      case EVENT_ID.MAPPING:
        return { start: event.start, children: this.entries() };
      case EVENT_ID.SEQUENCE:
        return { start: event.start, children: this.items() };
      case EVENT_ID.SCALAR:
        if (event.valueStart < 0) return undefined;
        return { start: isQuoted(event.style) ? event.valueStart - 1 : event.valueStart, children: undefined };
      case EVENT_ID.ALIAS:
        return { start: event.anchorStart, children: undefined };
      default:
        return undefined;
    }
  }

  private entries(): Map<string, Place> {
    const children = new Map<string, Place>();
    while (!this.atEnd()) {
      const key = this.events[this.next];
      const name = key?.type === EVENT_ID.SCALAR ? this.text.slice(key.valueStart, key.valueEnd) : '';
      const keyPlace = this.node();
      const place = this.node() ?? keyPlace;
      if (place) children.set(name, keyPlace ? { ...place, key: keyPlace.start } : place);
    }
    this.next++;
    return children;
  }

  private items(): Map<number, Place> {
    const children = new Map<number, Place>();
    for (let index = 0; !this.atEnd(); index++) {
      const place = this.node();
      if (place) children.set(index, place);
    }
    this.next++;
    return children;
  }

  private atEnd(): boolean {
    return this.next >= this.events.length || this.events[this.next]?.type === EVENT_ID.POP;
  }
}

function isQuoted(style: number): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}
