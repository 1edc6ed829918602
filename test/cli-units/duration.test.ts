import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/cli/duration.ts';
import { UserError } from '../../src/model/error.ts';

describe('a duration, in milliseconds', () => {
  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['500ms', 500],
    ['1.5s', 1_500],
    ['2m500ms', 120_500],
    ['30', 30_000],
    ['0', 0],
    ['0s', 0],
  ])('%s is %i', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', 's', '-1s', '1d', '1 s', '30S', 's30', '1m30', '.5s', '1e3s', 'soon'])('is not %j', (text) => {
    expect(() => parseDuration(text)).toThrow(UserError);
  });
});
