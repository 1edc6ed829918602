import type { Buffers } from './buffers.ts';
import type { ByteSource } from './byte-source.ts';
import { framingOf } from './framing.ts';
import type { Piece, RecordCounts } from './piece.ts';
import { ValueScanner } from './value-scanner.ts';

/** The longest record that is read. The API server takes no request of more than a few megabytes, but lists in answers are longer. */
const longest = 64 * 1024 * 1024;
/** What is looked at to see how a log is written. */
const headSize = 64 * 1024;

const lineEnd = 10;

type CutCounts = Pick<RecordCounts, 'broken' | 'otherLines' | 'truncated'>;

/**
 * Cuts the bytes of one log into pieces of whole records. What cannot be in any piece (a record that is too long, text between
 * values) goes into `counts`. The buffer of a piece is its own, so that it may go to another thread; it goes back to `buffers`.
 */
export async function* piecesOf(source: ByteSource, counts: CutCounts, buffers: Buffers): AsyncGenerator<Piece> {
  const buffer = buffers.take();
  let length = 0;
  for (let read = -1; read !== 0 && length < headSize; length += read) read = await source.read(buffer.subarray(length));
  length = withoutMark(buffer, length);
  yield* framingOf(buffer.subarray(0, length)) === 'lines'
    ? linePieces(source, buffer, length, counts, buffers)
    : valuePieces(source, buffer, length, counts);
}

/** Takes the byte order mark away and returns how many bytes are left. */
function withoutMark(buffer: Buffer, length: number): number {
  if (length < 3 || buffer.readUIntBE(0, 3) !== 0xefbbbf) return length;
  buffer.copyWithin(0, 3, length);
  return length - 3;
}

async function* linePieces(
  source: ByteSource,
  firstBuffer: Buffer,
  firstLength: number,
  counts: CutCounts,
  buffers: Buffers,
): AsyncGenerator<Piece> {
  let buffer = firstBuffer;
  let length = firstLength;
  /** Passing over the rest of a line that is too long. */
  let isSkipping = false;
  for (;;) {
    const read = length === buffer.length ? -1 : await source.read(buffer.subarray(length));
    if (read === 0) break;
    if (read > 0) length += read;
    if (length < buffer.length) continue;
    if (isSkipping) {
      const end = buffer.indexOf(lineEnd) + 1;
      isSkipping = end === 0;
      buffer.copyWithin(0, end === 0 ? length : end, length);
      length -= end === 0 ? length : end;
      continue;
    }
    const end = buffer.lastIndexOf(lineEnd) + 1;
    if (end > 0) {
      // What is complete becomes a piece; what follows begins the next one.
      const piece = { bytes: buffer.subarray(0, end), ranges: undefined, endsOpen: false };
      const next = buffers.take(length - end);
      buffer.copy(next, 0, end, length);
      yield piece;
      length -= end;
      buffer = next;
    } else if (length < longest) {
      const larger = Buffer.allocUnsafeSlow(Math.min(length * 2, longest));
      buffer.copy(larger);
      buffer = larger;
    } else {
      counts.broken++;
      isSkipping = true;
      length = 0;
    }
  }
  const start = isSkipping ? buffer.subarray(0, length).indexOf(lineEnd) + 1 || length : 0;
  if (length > start) yield { bytes: buffer.subarray(start, length), ranges: undefined, endsOpen: buffer[length - 1] !== lineEnd };
}

async function* valuePieces(source: ByteSource, buffer: Buffer, firstLength: number, counts: CutCounts): AsyncGenerator<Piece> {
  const scanner = new ValueScanner();
  let pending = Buffer.alloc(0);
  for (let length = firstLength; length > 0; length = await source.read(buffer)) {
    const bytes = Buffer.concat([pending, buffer.subarray(0, length)]);
    const ranges = scanner.scan(bytes, pending.length);
    if (scanner.open >= 0 && bytes.length - scanner.open > longest) scanner.giveUp();
    pending = scanner.open < 0 ? Buffer.alloc(0) : bytes.subarray(scanner.open);
    const [first] = ranges;
    const last = ranges.at(-1);
    if (first === undefined || last === undefined) continue;
    const own = Buffer.allocUnsafeSlow(last - first);
    bytes.copy(own, 0, first, last);
    yield { bytes: own, ranges: Uint32Array.from(ranges, (place) => place - first), endsOpen: false };
  }
  counts.broken += scanner.broken;
  counts.otherLines += scanner.otherLines;
  if (scanner.isInside) counts.truncated++;
}
