import { existsSync, readFileSync } from 'node:fs';

/** Kilobytes at the peak of this process. Linux hands the peak of the parent down to its children in maxRSS; VmHWM is this program's own. */
export function peakMemory(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes);
}
