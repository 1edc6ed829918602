import type { Position } from '../model/position.ts';

/** The text of one file, and the line and column of each place in it. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  /** The whole text of a file that an edit may change in place, with its byte order mark; undefined for stdin, gzip and UTF-16. */
  readonly onDisk: string | undefined;
  private lineStarts: number[] | undefined;

  constructor(file: string, text: string, onDisk?: string) {
    this.file = file;
    this.text = text;
    this.onDisk = onDisk;
  }

  /** The position of an offset, counted in UTF-16 code units. */
  positionAt(offset: number): Position {
    this.lineStarts ??= findLineStarts(this.text);
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}
