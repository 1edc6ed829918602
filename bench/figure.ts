/** What was measured as a multiple of something else, and what is demanded of it. */
export interface Figure {
  /** What is measured, as the start of a sentence. */
  what: string;
  /** What it is compared with. */
  comparedWith: string;
  ratio: number;
  /** Missing where a figure only stands beside another. */
  limit?: { atMost: number } | { atLeast: number };
}

/** `missed` is beyond the limit; `failed` so far beyond that a busy machine does not explain it. */
export type Verdict = 'ok' | 'missed' | 'failed';

/** How much worse than the limit a figure may be before it fails: other programs share the machine. */
const tolerance = 1.5;

export function verdictOf({ ratio, limit }: Figure): Verdict {
  if (!limit) return 'ok';
  const excess = 'atMost' in limit ? ratio / limit.atMost : limit.atLeast / ratio;
  if (excess <= 1) return 'ok';
  return excess <= tolerance ? 'missed' : 'failed';
}

/** A ratio with two digits that mean something: `2.3`, `0.94`, `61`. */
export function ratioText(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 1 ? 1 : 2);
}

/** `at most 3`, `at least 20`, or nothing. */
export function limitText({ limit }: Figure): string {
  if (!limit) return '';
  return 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
}
