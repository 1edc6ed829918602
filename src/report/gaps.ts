import type { Gap, Limitation } from '../model/gap.ts';
import { plain } from './plain.ts';

/** Gaps and limitations for stderr: what happened and where, and below it what to do. A gap's place is said once. */
export function gapLines(gaps: readonly Gap[], limitations: readonly Limitation[]): string[] {
  return [...gaps.flatMap(gapText), ...limitations.map((limitation) => `note: ${plain(limitation.message)}`)];
}

function gapText(gap: Gap): string[] {
  const place = gap.position ? `${gap.position.file}:${gap.position.line}` : gap.source;
  const message = gap.message.startsWith(gap.source) || gap.message.includes(`${place}:`) ? gap.message : `${place}: ${gap.message}`;
  return [`gap: ${plain(message)}`, ...(gap.advice === undefined ? [] : [`  ${plain(gap.advice)}`])];
}
