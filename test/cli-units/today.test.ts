import { describe, expect, it } from 'vitest';
import { today } from '../../src/cli/today.ts';

describe('today', () => {
  it('is a day of the calendar', () => {
    expect(today({})).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
  });

  it('is that of SOURCE_DATE_EPOCH, in UTC', () => {
    expect(today({ SOURCE_DATE_EPOCH: '1767225599' })).toBe('2025-12-31');
    expect(today({ SOURCE_DATE_EPOCH: '1767225600' })).toBe('2026-01-01');
    expect(today({ SOURCE_DATE_EPOCH: '0' })).toBe('1970-01-01');
  });

  it.each(['', 'soon', '1e99'])('is the real one where SOURCE_DATE_EPOCH is %j', (epoch) => {
    expect(today({ SOURCE_DATE_EPOCH: epoch })).toBe(today({}));
  });
});
