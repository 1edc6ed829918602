import type { LogCounts } from '../../model/usage.ts';
import type { Ledger } from './ledger.ts';
import type { LoggedRequest } from './logged-request.ts';
import { PrintedEvents } from './printed-event.ts';
import { readText, type Sink } from './records.ts';

/** A part of a log that holds whole records. */
export interface Piece {
  bytes: Uint8Array;
  /** Where each record starts and ends, in turns; undefined where each line is a record. */
  ranges: Uint32Array | undefined;
  /** True where the log ends with the last record and no line end: it may have been cut off. */
  endsOpen: boolean;
}

/** What is left to do once a piece was entered into a ledger: requests that other pieces tell more about, and what could not be read. */
export interface PieceReport {
  /** Requests that were received in this piece, and no more. */
  received: string[];
  /** Requests that were answered in part or broken off in this piece, and no more. */
  open: LoggedRequest[];
  /** Ids of requests that ended in this piece and may have begun in an earlier one, one a line: few are ever looked at, and one text holds on to no other. */
  finished: string;
  counts: RecordCounts;
  /** Events by level. */
  levels: Map<string, number>;
  lines: number;
  /** The first line that could not be read, counted from 1; 0 where all could. */
  firstBroken: number;
}

export type RecordCounts = Pick<
  LogCounts,
  'events' | 'withoutGroups' | 'otherVersions' | 'otherRecords' | 'otherLines' | 'broken' | 'truncated'
>;

export function noRecords(): RecordCounts {
  return { events: 0, withoutGroups: 0, otherVersions: 0, otherRecords: 0, otherLines: 0, broken: 0, truncated: 0 };
}

const lineEnd = 10;
const windowSize = 64 * 1024;
const printedEvents = new PrintedEvents();
const knownLevels: ReadonlySet<string> = new Set(['Metadata', 'Request', 'RequestResponse']);

/** Reads all records of a piece and enters the requests that end in it. */
export function readPiece({ bytes, ranges, endsOpen }: Piece, ledger: Ledger): PieceReport {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = new Reader(ledger);
  if (ranges) {
    for (let i = 0; i < ranges.length; i += 2) reader.read(buffer.toString('utf8', ranges[i], ranges[i + 1]), false);
    return reader.report(0);
  }
  let lines = 0;
  for (let start = 0; start < buffer.length; ) {
    const end = endOfWindow(buffer, start);
    lines += readLines(buffer.subarray(start, end), reader, lines, endsOpen && end === buffer.length);
    start = end;
  }
  return reader.report(lines);
}

/** Whole lines that together are short enough for V8's young generation, or a single one that is not. */
function endOfWindow(buffer: Buffer, start: number): number {
  if (buffer.length - start <= windowSize) return buffer.length;
  const end = buffer.lastIndexOf(lineEnd, start + windowSize);
  if (end >= start) return end + 1;
  const next = buffer.indexOf(lineEnd, start);
  return next < 0 ? buffer.length : next + 1;
}

/** Reads each line and returns how many there were. */
function readLines(bytes: Buffer, reader: Reader, before: number, mayBeCutOff: boolean): number {
  const characters = bytes.toString('latin1');
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) {
    const logged = printedEvents.read(characters, start);
    if (logged) {
      reader.event(logged);
      start = printedEvents.end;
      continue;
    }
    const found = bytes.indexOf(lineEnd, start);
    const end = found < 0 ? bytes.length : found;
    reader.line = before + lines + 1;
    reader.read(bytes.toString('utf8', start, end), mayBeCutOff && found < 0);
    start = end + 1;
  }
  return lines;
}

/** A request that has not ended: whether this piece saw it come in, and what more is known of it. */
interface Pending {
  isReceived: boolean;
  logged: LoggedRequest | undefined;
}

class Reader implements Sink {
  line = 0;
  private readonly ledger: Ledger;
  /** Requests that have not ended yet. */
  private readonly pending = new Map<string, Pending>();
  private readonly finished: string[] = [];
  private readonly levels = new Map<string, number>();
  private readonly counts = noRecords();
  private firstBroken = 0;
  private mayBeCutOff = false;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  read(text: string, mayBeCutOff: boolean): void {
    this.mayBeCutOff = mayBeCutOff;
    readText(text, this);
  }

  event(logged: LoggedRequest): void {
    this.counts.events++;
    if (logged.withoutGroups) this.counts.withoutGroups++;
    const level = knownLevels.has(logged.level) ? logged.level : 'unknown';
    this.levels.set(level, (this.levels.get(level) ?? 0) + 1);

    const { id, stage } = logged;
    if (id === '') {
      if (stage !== 'RequestReceived') this.ledger.enter(logged);
      return;
    }
    const known = this.pending.get(id);
    if (stage === 'RequestReceived') {
      if (!known) this.pending.set(id, { isReceived: true, logged: undefined });
    } else if (stage === 'ResponseComplete') {
      this.ledger.enter(logged);
      this.pending.delete(id);
      // Otherwise an earlier piece may know of it.
      if (!known?.isReceived) this.finished.push(id);
    } else if (stage === 'ResponseStarted' || known?.logged === undefined) {
      // The start of an answer tells more than a panic.
      this.pending.set(id, { isReceived: known?.isReceived ?? false, logged });
    }
  }

  otherVersion(): void {
    this.counts.otherVersions++;
  }

  otherRecord(): void {
    this.counts.otherRecords++;
  }

  otherLine(): void {
    this.counts.otherLines++;
  }

  broken(): void {
    if (this.mayBeCutOff) {
      this.counts.truncated++;
      return;
    }
    if (this.counts.broken++ === 0) this.firstBroken = this.line;
  }

  report(lines: number): PieceReport {
    const { finished, counts, levels, firstBroken } = this;
    const received = [...this.pending].flatMap(([id, { logged }]) => (logged ? [] : [id]));
    const open = [...this.pending.values()].flatMap(({ logged }) => logged ?? []);
    return { received, open, finished: finished.join('\n'), counts, levels, lines, firstBroken };
  }
}
