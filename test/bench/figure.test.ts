import { describe, expect, it } from 'vitest';
import { type Figure, limitText, ratioText, verdictOf } from '../../bench/figure.ts';

function figure(ratio: number, limit?: NonNullable<Figure['limit']>): Figure {
  return { what: 'who-can', comparedWith: 'node -e 0', ratio, ...(limit && { limit }) };
}

describe('verdictOf', () => {
  it.each([
    ['within a limit', 4.9, 'ok'],
    ['at a limit', 5, 'ok'],
    ['beyond it, as a busy machine may be', 7.4, 'missed'],
    ['far beyond it', 7.6, 'failed'],
  ])('%s from above', (_, ratio, verdict) => {
    expect(verdictOf(figure(ratio, { atMost: 5 }))).toBe(verdict);
  });

  it.each([
    ['within a limit', 20, 'ok'],
    ['below it, as a busy machine may be', 13.4, 'missed'],
    ['far below it', 13.3, 'failed'],
  ])('%s from below', (_, ratio, verdict) => {
    expect(verdictOf(figure(ratio, { atLeast: 20 }))).toBe(verdict);
  });

  it('is ok where nothing is demanded', () => {
    expect(verdictOf(figure(0.1))).toBe('ok');
  });
});

describe('ratioText', () => {
  it.each([
    [0.604, '0.60'],
    [1, '1.0'],
    [4.26, '4.3'],
    [26.4, '26'],
  ])('%d is %s', (ratio, text) => {
    expect(ratioText(ratio)).toBe(text);
  });
});

describe('limitText', () => {
  it('says which side is good', () => {
    expect(limitText(figure(1, { atMost: 3 }))).toBe('at most 3');
    expect(limitText(figure(1, { atLeast: 20 }))).toBe('at least 20');
    expect(limitText(figure(1))).toBe('');
  });
});
