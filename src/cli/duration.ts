import { UserError } from '../model/error.ts';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a duration as kubectl takes it: `30s`, `1m30s`, `500ms`, or plain seconds; `0` means no limit. Returns milliseconds. */
export function parseDuration(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text))
    throw new UserError(`--request-timeout: ${text} is no duration`, 'write 30s, 2m or 1m30s; 0 for no limit');
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) total += Number(amount) * (milliseconds[unit] ?? 0);
  return total;
}
