import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toJson, toYaml } from '../../src/report/envelope.ts';

const together = (pieces: Iterable<string>) => [...pieces].join('');

/** A list that is long enough to be cut, of items that all are different. */
const beds = Array.from({ length: 1_201 }, (_, bed) => ({ bed, ward: `ward ${bed % 7}`, notes: bed % 3 === 0 ? [] : ['clean\nmade'] }));

describe('JSON in pieces', () => {
  it('is, together, what JSON.stringify makes, whatever the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(together(toJson(value))).toBe(`${JSON.stringify(value, null, 2)}\n`);
      }),
    );
  });

  it('asks values how they want to be written, and reads what is computed', () => {
    const patient = Object.defineProperty({ name: 'mara' }, 'bed', { enumerable: true, get: () => 7 });
    expect(together(toJson({ first: { toJSON: () => patient }, missing: undefined }))).toBe(
      '{\n  "first": {\n    "name": "mara",\n    "bed": 7\n  }\n}\n',
    );
  });

  it('may be longer than the longest string', () => {
    const record = { text: 'x'.repeat(1_000_000) };
    const records = Array.from({ length: 600 }, () => record);
    let length = 0;
    let longest = 0;
    for (const piece of toJson({ records })) {
      length += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect(length).toBeGreaterThan(2 ** 29);
    expect(longest).toBeLessThan(10_000_000);
  });
});

describe('YAML in pieces', () => {
  const whole = (value: object) => dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1, noRefs: true });

  it('is, together, what one dump makes, also of lists that are cut', () => {
    const value = { kind: 'Ward', beds, none: [], missing: undefined, run: { version: '1' }, last: [beds[0], beds[0]] };
    const pieces = [...toYaml(value)];
    expect(pieces.join('')).toBe(whole(value));
    expect(pieces.length).toBeGreaterThan(Object.keys(value).length);
  });

  it('is the same for whatever stands in a list', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), (items) => {
        const value = { items: Array.from({ length: 600 }, (_, index) => items[index % items.length]) };
        expect([...toYaml(value)].join('')).toBe(whole(value));
      }),
      { numRuns: 30 },
    );
  });
});
