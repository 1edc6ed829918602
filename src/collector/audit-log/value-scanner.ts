import { listFields } from './records.ts';

/** Finds the records in JSON that is not one record a line: values in a row, and the items of lists, in whatever lines. */
export class ValueScanner {
  /** Where in the bytes given last the record starts that has not ended yet; negative where there is none. */
  open = -1;
  broken = 0;
  otherLines = 0;
  /** What lies around the records: lists, and the objects that hold them. */
  private readonly shell: ('list' | 'wrapper')[] = [];
  /** How many objects and lists are open in the value that is being read. */
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  /** The last string directly in the record, as places relative to its start; a key if a colon follows. */
  private keyStart = 0;
  private keyEnd = 0;
  private inGarbage = false;

  /**
   * Reads on from `start`. The bytes before it are those that are not finished with: where `open` was not negative, they begin
   * with that record. Returns where each record that has ended starts and ends, in turns.
   */
  scan(bytes: Buffer, start: number): number[] {
    const ranges: number[] = [];
    if (this.open > 0) this.open = 0;
    for (let i = start; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (this.inString) i = this.readString(bytes, i);
      else if (this.inGarbage) this.inGarbage = byte !== lineEnd;
      else if (byte <= space) continue;
      else if (this.depth > 0) this.readInside(bytes, i, byte, ranges);
      else this.readBetween(i, byte);
    }
    return ranges;
  }

  /** True where the end of the input cut off a record or a list. */
  get isInside(): boolean {
    return this.depth > 0 || this.shell.length > 0;
  }

  /** Forgets the record that is open, which is too long to be kept, and passes over the rest of it. */
  giveUp(): void {
    this.open = -1;
    this.broken++;
  }

  /** Goes to the end of the string, or of the bytes; returns the place of the last byte that was read. */
  private readString(bytes: Buffer, start: number): number {
    for (let i = start; i < bytes.length; i++) {
      const byte = bytes[i];
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === backslash) this.isEscaped = true;
      else if (byte === quote) {
        this.inString = false;
        if (this.depth <= 1) this.keyEnd = i - Math.max(this.open, 0);
        return i;
      } else if (byte === lineEnd) {
        // No JSON string holds a line end: whatever this was, it is over.
        this.inString = false;
        this.broken++;
        this.depth = 0;
        this.open = -1;
        return i;
      }
    }
    return bytes.length;
  }

  private readInside(bytes: Buffer, i: number, byte: number, ranges: number[]): void {
    if (byte === quote) {
      this.inString = true;
      if (this.depth === 1) this.keyStart = i + 1 - Math.max(this.open, 0);
    } else if (byte === openBrace) {
      this.depth++;
    } else if (byte === openBracket) {
      if (this.depth === 1 && this.open >= 0 && this.isListField(bytes)) this.enterWrapper();
      else this.depth++;
    } else if (byte === closeBrace || byte === closeBracket) {
      this.depth--;
      if (this.depth > 0) return;
      if (this.open >= 0) ranges.push(this.open, i + 1);
      this.open = -1;
    }
  }

  private isListField(bytes: Buffer): boolean {
    return listFields.includes(bytes.toString('latin1', this.open + this.keyStart, this.open + this.keyEnd));
  }

  /** The record turned out to be an object around a list of records. */
  private enterWrapper(): void {
    this.shell.push('wrapper', 'list');
    this.depth = 0;
    this.open = -1;
  }

  private readBetween(i: number, byte: number): void {
    const around = this.shell.at(-1);
    if (byte === openBrace) {
      this.depth = 1;
      // Beside its list, a wrapper holds nothing of interest.
      this.open = around === 'wrapper' ? -1 : i;
    } else if (byte === openBracket) {
      if (around === 'wrapper') this.depth = 1;
      else this.shell.push('list');
    } else if (byte === closeBracket || byte === closeBrace) {
      if (around === (byte === closeBracket ? 'list' : 'wrapper')) this.shell.pop();
    } else if (around !== undefined) {
      if (byte === quote) this.inString = true;
    } else if (byte !== comma) {
      this.inGarbage = true;
      this.otherLines++;
    }
  }
}

const lineEnd = 10;
const space = 32;
const quote = '"'.charCodeAt(0);
const comma = ','.charCodeAt(0);
const openBracket = '['.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
const closeBracket = ']'.charCodeAt(0);
const openBrace = '{'.charCodeAt(0);
const closeBrace = '}'.charCodeAt(0);
