import { describe, expect, it } from 'vitest';
import { median, mediansInTurns } from '../../bench/measure.ts';

describe('median', () => {
  it('is the middle value, in whatever order', () => {
    expect(median([90, 12, 14])).toBe(14);
  });

  it('is the mean of the two in the middle where the count is even', () => {
    expect(median([10, 900, 12, 14])).toBe(13);
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('mediansInTurns', () => {
  it('takes turns, and leaves out the rounds that warm up', () => {
    const turns: string[] = [];
    const slow = [1000, 30, 50, 40];
    const fast = [1000, 3, 5, 4];
    const medians = mediansInTurns(
      [
        () => {
          turns.push('slow');
          return slow.shift() ?? 0;
        },
        () => {
          turns.push('fast');
          return fast.shift() ?? 0;
        },
      ],
      { warmUp: 1, measured: 3 },
    );
    expect(medians).toEqual([40, 4]);
    expect(turns).toEqual(['slow', 'fast', 'slow', 'fast', 'slow', 'fast', 'slow', 'fast']);
  });
});
