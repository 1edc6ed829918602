import { UserError } from '../model/error.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * Reads a point in time, as milliseconds since 1970: a day, a time of RFC 3339, or how long before `now` it was (`30d`, `12h`).
 * A day stands for its beginning, or with `end` for its end, in UTC.
 */
export function parseTime(flag: string, text: string, now: number, end: boolean): number {
  const [, amount, unit = ''] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (units[unit] ?? 0);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = isDay || /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new UserError(`${flag} ${JSON.stringify(text)} is no time`, 'write 2026-10-18, 2026-10-18T12:00:00Z, or 30d for 30 days ago');
  }
  return isDay && end ? time + (units.d ?? 0) - 1 : time;
}
