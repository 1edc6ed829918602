import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Buffers } from '../../../src/collector/audit-log/buffers.ts';
import type { ByteSource } from '../../../src/collector/audit-log/byte-source.ts';
import { noRecords } from '../../../src/collector/audit-log/piece.ts';
import { piecesOf } from '../../../src/collector/audit-log/pieces.ts';

/** Gives out bytes a few at a time. */
function sourceOf(bytes: Buffer, atATime: number): ByteSource {
  let place = 0;
  return {
    read: async (into) => {
      const length = Math.min(atATime, into.length, bytes.length - place);
      into.set(bytes.subarray(place, place + length));
      place += length;
      return length;
    },
    close: () => {},
  };
}

async function cut(text: string | Buffer, atATime = Number.POSITIVE_INFINITY) {
  const counts = noRecords();
  const records: string[] = [];
  let sizes = 0;
  let endsOpen = false;
  for await (const piece of piecesOf(sourceOf(Buffer.from(text), atATime), counts, new Buffers())) {
    const bytes = Buffer.from(piece.bytes);
    sizes = Math.max(sizes, bytes.length);
    endsOpen ||= piece.endsOpen;
    if (piece.ranges)
      for (let i = 0; i < piece.ranges.length; i += 2) records.push(bytes.toString('utf8', piece.ranges[i], piece.ranges[i + 1]));
    else
      records.push(
        ...bytes
          .toString()
          .split('\n')
          .filter((line) => line.trim() !== ''),
      );
  }
  return { records, counts, sizes, endsOpen };
}

const values = (records: readonly string[]) => records.map((record) => JSON.parse(record));

const someRecords = [{ a: 1 }, { b: '"},{' }, { c: { d: [1, { e: '\\' }] } }, { f: 'é\n日' }, { 'items"': [] }];

describe('a log is cut into its records', () => {
  it.each<[string, string]>([
    ['on lines', someRecords.map((one) => JSON.stringify(one)).join('\n')],
    ['on lines with blank ones between', `\n${someRecords.map((one) => JSON.stringify(one)).join('\r\n\r\n')}\r\n`],
    ['in a list on one line', JSON.stringify(someRecords)],
    ['in a list over many lines', JSON.stringify(someRecords, null, 2)],
    ['in an EventList over many lines', JSON.stringify({ kind: 'EventList', metadata: {}, items: someRecords }, null, 4)],
    [
      'in an EventList whose kind comes last',
      JSON.stringify({ items: someRecords, metadata: { items: [{ no: 1 }] }, kind: 'EventList' }, null, 1),
    ],
    ['in the events of CloudWatch', JSON.stringify({ events: someRecords, searchedLogStreams: [{ x: 1 }] }, null, 4)],
    [
      'in several lists in a row',
      `${JSON.stringify(someRecords.slice(0, 2), null, 2)}\n${JSON.stringify({ items: someRecords.slice(2) }, null, 2)}\n`,
    ],
    ['without anything between them', someRecords.map((one) => JSON.stringify(one)).join('')],
    ['behind a byte order mark', `\ufeff${someRecords.map((one) => JSON.stringify(one)).join('\n')}`],
  ])('%s, in whatever portions it comes', async (_, text) => {
    for (const atATime of [1, 2, 7, 64, Number.POSITIVE_INFINITY]) {
      const { records, counts } = await cut(text, atATime);
      expect(values(records), `${atATime} at a time`).toEqual(someRecords);
      expect(counts).toEqual(noRecords());
    }
  });

  it('whatever they hold', async () => {
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 4 });
    const layouts = fc.constantFrom<(list: unknown[]) => string>(
      (list) => JSON.stringify({ kind: 'EventList', items: list }, null, 2),
      (list) => JSON.stringify(list),
      (list) => JSON.stringify(list, null, '\t'),
      (list) => list.map((one) => JSON.stringify(one)).join('\n'),
    );
    await fc.assert(
      fc.asyncProperty(records, layouts, fc.integer({ min: 1, max: 50 }), async (list, layout, atATime) => {
        // A record that holds a list of records itself is one of several that an export nests.
        fc.pre(!list.some((one) => ['items', 'events', 'logEvents'].some((field) => Array.isArray(one[field]))));
        expect(values((await cut(layout(list), atATime)).records)).toEqual(JSON.parse(JSON.stringify(list)));
      }),
      { numRuns: 300 },
    );
  });

  it('in pieces that do not grow with the log', async () => {
    const one = JSON.stringify({ text: 'x'.repeat(1_000) });
    for (const text of [`${one}\n`.repeat(5_000), `[${`${one},`.repeat(5_000)}${one}]`]) {
      const { sizes, records } = await cut(text, 300_000);
      expect(records.length).toBeGreaterThanOrEqual(5_000);
      expect(sizes).toBeLessThanOrEqual(1_100_000);
    }
  });
});

describe('what is no whole record', () => {
  it('is a line that is cut off, which the reader is told', async () => {
    expect(await cut('{"a":1}\n{"b":')).toMatchObject({ records: ['{"a":1}', '{"b":'], endsOpen: true });
    expect(await cut('{"a":1}\n')).toMatchObject({ endsOpen: false });
  });

  it.each(['[{"a":1},{"b":', '{\n "items": [\n  {"a":1},\n  {"b":"x', '[{"a":1},', '[{"a":1}'])(
    'is the end of a list that is cut off: %j',
    async (text) => {
      const { records, counts } = await cut(text);
      expect(values(records)).toEqual([{ a: 1 }]);
      expect(counts).toEqual({ ...noRecords(), truncated: 1 });
    },
  );

  it('is text between values, line by line', async () => {
    const { records, counts } = await cut('[{"a":1}]\nwarning: more follows\nand more\n[{"b":2}]\n');
    expect(values(records)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(counts).toEqual({ ...noRecords(), otherLines: 2 });
  });

  it('is a string that does not end on its line', async () => {
    const { records, counts } = await cut('[\n{"a":1},\n{"b":"cut\n{"c":3},\n{"d":4}\n]');
    expect(values(records)).toEqual([{ a: 1 }, { c: 3 }, { d: 4 }]);
    expect(counts.broken).toBe(1);
  });

  it('is a line that is longer than any event, and those after it are read', { timeout: 120_000 }, async () => {
    const long = Buffer.alloc(65 * 1024 * 1024, 'x');
    const { records, counts } = await cut(Buffer.concat([Buffer.from('{"a":1}\n'), long, Buffer.from('\n{"b":2}\n')]), 1_000_000);
    expect(values(records)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(counts).toEqual({ ...noRecords(), broken: 1 });
  });

  it('is a record in a list that is longer than any event, and those after it are read', { timeout: 120_000 }, async () => {
    const long = Buffer.alloc(65 * 1024 * 1024, 'x');
    const { records, counts } = await cut(Buffer.concat([Buffer.from('[{"a":1},{"x":"'), long, Buffer.from('"},{"b":2}]')]), 1_000_000);
    expect(values(records)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(counts).toEqual({ ...noRecords(), broken: 1 });
  });

  it('is nothing at all', async () => {
    for (const text of ['', '\n\n', '  ']) expect(await cut(text)).toMatchObject({ records: [], counts: noRecords() });
  });

  it('is arbitrary bytes, which end no run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', '[', '{"items":[', '{\n'), async (bytes, start) => {
        await cut(Buffer.concat([Buffer.from(start), bytes]), 13);
      }),
      { numRuns: 500 },
    );
  });
});
