import { applyPatch, formatPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLines, hunksOf } from '../../src/generator/hunks.ts';
import { applyEdits, type Edit } from '../../src/generator/splice.ts';

const texts = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd'), { maxLength: 60 }).map((lines) => lines.join(''));

/** A text, and edits of it that do not overlap. */
const edited = texts.chain((text) =>
  fc.record({
    text: fc.constant(text),
    edits: fc
      .array(fc.tuple(fc.nat(text.length), fc.nat(5), fc.constantFrom('', 'x', 'x\n', 'a\nx\n', '\n')), { maxLength: 5 })
      .map((some) =>
        withoutOverlap(some.map(([start, length, put]) => ({ start, end: Math.min(start + length, text.length), text: put }))),
      ),
  }),
);

function withoutOverlap(edits: readonly Edit[]): Edit[] {
  let end = -1;
  return [...edits]
    .sort((a, b) => a.start - b.start)
    .filter((edit) => {
      const isFree = edit.start > end;
      if (isFree) end = edit.end;
      return isFree;
    });
}

function patchOf(text: string, edits: readonly Edit[]): string {
  return formatPatch({ oldFileName: 'a', newFileName: 'b', oldHeader: undefined, newHeader: undefined, hunks: hunksOf(text, edits) });
}

describe('the hunks of edits', () => {
  it('make of a text what the edits make of it', () => {
    fc.assert(
      fc.property(edited, ({ text, edits }) => {
        const after = applyEdits(text, edits);
        expect(applyPatch(text, patchOf(text, edits), { fuzzFactor: 0, autoConvertLineEndings: false })).toBe(after);
      }),
      { numRuns: 2000 },
    );
  });

  it('hold no line that stays between those that go and come', () => {
    const text = Array.from({ length: 100 }, (_, line) => `${line}\n`).join('');
    const edits = [10, 50].map((line) => ({ start: text.indexOf(`\n${line}\n`) + 1, end: text.indexOf(`\n${line}\n`) + 1, text: 'x\n' }));
    expect(hunksOf(text, edits).map(({ lines }) => lines)).toEqual([
      [' 7', ' 8', ' 9', '+x', ' 10', ' 11', ' 12'],
      [' 47', ' 48', ' 49', '+x', ' 50', ' 51', ' 52'],
    ]);
  });

  it('join where their surroundings touch', () => {
    const text = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    const at = (line: string): Edit => ({ start: text.indexOf(line), end: text.indexOf(line) + 2, text: '' });
    expect(hunksOf(text, [at('a'), at('h')]).map(({ lines }) => lines.join(''))).toEqual(['-a b c d e f g-h']);
  });

  it('are none where the edits put back what was there', () => {
    expect(hunksOf('a\nb\n', [{ start: 0, end: 2, text: 'a\n' }])).toEqual([]);
  });

  it('tell how much changes', () => {
    expect(countLines('a\nb\n', [{ start: 0, end: 2, text: 'x\ny\n' }])).toEqual({ added: 2, removed: 1 });
  });
});
