import { type Gap, gapSentence, type Limitation } from '../model/gap.ts';
import { plain } from './plain.ts';
import { count } from './words.ts';

/** Gaps and limitations for stderr: what happened and where, and below it what to do. A gap's place is said once. */
export function gapLines(gaps: readonly Gap[], limitations: readonly Limitation[]): string[] {
  return [...gaps.flatMap(gapText), ...limitations.map((limitation) => `note: ${plain(limitation.message)}`)];
}

function gapText(gap: Gap): string[] {
  return [`gap: ${plain(gapSentence(gap))}`, ...(gap.advice === undefined ? [] : [`  ${plain(gap.advice)}`])];
}

/** One line for the answer itself, which may be all that somebody keeps of a run. Empty where nothing is missing. */
export function gapSummary(gaps: readonly Gap[]): string {
  return gaps.length === 0
    ? ''
    : `${count(gaps.length, 'gap')}: this answer may be incomplete; what was not seen is on stderr and in --format json`;
}
