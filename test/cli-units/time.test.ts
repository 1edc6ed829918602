import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/cli/time.ts';
import { UserError } from '../../src/model/error.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const iso = (text: string, end = false) => new Date(parseTime('--since', text, now, end)).toISOString();

describe('a point in time', () => {
  it.each([
    ['2026-10-18', '2026-10-18T00:00:00.000Z'],
    ['2026-10-18T12:00Z', '2026-10-18T12:00:00.000Z'],
    ['2026-10-18T12:00:00Z', '2026-10-18T12:00:00.000Z'],
    ['2026-10-18T12:00:00.25+02:00', '2026-10-18T10:00:00.250Z'],
    ['30d', '2026-10-26T12:00:00.000Z'],
    ['12h', '2026-11-25T00:00:00.000Z'],
    ['90m', '2026-11-25T10:30:00.000Z'],
    ['2w', '2026-11-11T12:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(iso(text)).toBe(time);
  });

  it('is the end of a day where something lasts until then', () => {
    expect(iso('2026-10-18', true)).toBe('2026-10-18T23:59:59.999Z');
    expect(iso('2026-10-18T12:00:00Z', true)).toBe('2026-10-18T12:00:00.000Z');
  });

  it.each(['', 'yesterday', '18.10.2026', '2026-13-01', '2026-10-18 12:00', '-3d', '3y'])(
    'is refused, with what can be written: %j',
    (text) => {
      expect(() => parseTime('--since', text, now, false)).toThrow(UserError);
      expect(() => parseTime('--since', text, now, false)).toThrow(/--since .* is no time/);
    },
  );
});
