import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/report/wrap.ts';

const title = 'SA databases/operator can read every Secret whose name it knows in clinic and shop';

/** The text again, without colours, line ends and margins. */
function joined(lines: string): string {
  return lines.replace(/\u001b\[[0-9;]*m/g, '').replace(/\s+/g, ' ');
}

describe('a line on a narrow terminal', () => {
  it('goes on below its text, beside the label', () => {
    expect(wrap('HIGH      ', 'Group nurses can read every Secret', 30, 10)).toBe(
      'HIGH      Group nurses can\n          read every Secret',
    );
  });

  it.each([40, 57, 70, 80, 81])('loses no letter at a width of %i, coloured or not', (width) => {
    const bold = `\u001b[1m${title}\u001b[22m`;
    expect(joined(wrap('HIGH      ', title, width, 10))).toBe(`HIGH ${title}`);
    expect(joined(wrap('HIGH      ', bold, width, 10))).toBe(`HIGH ${title}`);
    for (const line of wrap('HIGH      ', bold, width, 10)
      .replace(/\u001b\[[0-9;]*m/g, '')
      .split('\n')) {
      expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('is one line where there is no terminal', () => {
    expect(wrap('HIGH      ', title, undefined, 10)).toBe(`HIGH      ${title}`);
  });
});
