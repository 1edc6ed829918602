import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfString, JsonPlaces } from '../../src/collector/json-positions.ts';
import { DocumentOrigin } from '../../src/collector/positions.ts';
import { SourceText } from '../../src/collector/source-text.ts';
import type { FieldPath } from '../../src/model/position.ts';

/** What stands at the place of a field, up to the end of its line. */
function at(text: string, path: FieldPath): string | undefined {
  return text.slice(new JsonPlaces(text).spotOf(path).start).split('\n')[0];
}

const role = JSON.stringify({ kind: 'Role', rules: [{ verbs: ['get', 'list'], apiGroups: [''] }, {}] }, null, 2);

describe('the place of a field in JSON', () => {
  it('is that of its value', () => {
    expect(at(role, [])).toBe('{');
    expect(at(role, ['kind'])).toBe('"Role",');
    expect(at(role, ['rules'])).toBe('[');
    expect(at(role, ['rules', 0, 'verbs', 1])).toBe('"list"');
    expect(at(role, ['rules', 1])).toBe('{}');
  });

  it('is that of the innermost value on the way where the field is missing', () => {
    expect(at(role, ['rules', 1, 'verbs', 0])).toBe('{}');
    expect(at(role, ['rules', 7])).toBe('[');
    expect(at(role, ['kind', 'x'])).toBe('"Role",');
    expect(at(role, ['subjects'])).toBe('{');
  });

  it.each([
    ['on one line', '{"a":[1,{"b":[[],"x"]}]}', ['a', 1, 'b', 1], '"x"]}]}'],
    ['behind blanks', ' \r\n\t{ "a" : [ 1 , 2 ] }', ['a', 1], '2 ] }'],
    ['behind brackets in strings', '{"a":"}]{[\\"\\\\","b":true}', ['b'], 'true}'],
    ['of the last of two equal keys', '{"a":1,"a":[2]}', ['a'], '[2]}'],
    ['with an escape in its key', '{"\\u0061":1}', ['a'], '1}'],
    ['with an empty key', '{"":0}', [''], '0}'],
    ['that JavaScript knows', '{"__proto__":{"constructor":1}}', ['__proto__', 'constructor'], '1}}'],
    ['behind an empty list', '{"a":[],"b":null}', ['b'], 'null}'],
  ] as const)('is found %s', (_, text, path, there) => {
    expect(at(text, path)).toBe(there);
  });

  it('is found in a long list, again and again', () => {
    const text = JSON.stringify({ items: Array.from({ length: 5_000 }, (__, index) => ({ metadata: { name: `ward-${index}` } })) });
    const places = new JsonPlaces(text);
    for (const index of [4_999, 0, 2_500, 4_999]) {
      expect(text.slice(places.spotOf(['items', index, 'metadata', 'name']).start).startsWith(`"ward-${index}"`)).toBe(true);
    }
  });

  it('is where a reader of YAML finds it, whatever the text', () => {
    const key = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 2 });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(1, true, null, '', 'a "b" \\ }]'), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    }));
    const path = fc.array(fc.oneof(key, fc.nat(4)), { maxLength: 5 });
    fc.assert(
      fc.property(value, path, fc.constantFrom(0, 2), (json, way, indent) => {
        const text = JSON.stringify({ a: json }, null, indent);
        const origin = (format: 'json' | 'yaml') => new DocumentOrigin(new SourceText('a', text), { start: 0, end: text.length }, format);
        expect(origin('json').locate(['a', ...way])).toEqual(origin('yaml').locate(['a', ...way]));
        expect(origin('json').locateKey(['a', ...way])).toEqual(origin('yaml').locateKey(['a', ...way]));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the end of a string', () => {
  it.each([
    ['"a"', 3],
    ['"" ""', 2],
    ['"\\"" "', 4],
    ['"\\\\" "', 4],
    ['"\\\\\\"" "', 6],
    ['"open', 5],
  ])('%s', (text, end) => {
    expect(endOfString(text, 0)).toBe(end);
  });
});
