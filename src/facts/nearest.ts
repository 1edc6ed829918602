import { distance } from 'fastest-levenshtein';

/** "Did you mean": the candidate that is closest to the text, if a slip of the keys explains the difference; case does not count. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const slips = slipsBetween(text.toLowerCase(), candidate.toLowerCase());
    if (slips < bestDistance && slips <= believable(text, candidate)) {
      best = candidate;
      bestDistance = slips;
    }
  }
  return best;
}

/** Two neighbours that changed places are the commonest slip of all; the distance of Levenshtein counts them twice. */
function slipsBetween(a: string, b: string): number {
  const at = a.length === b.length ? [...a].findIndex((_, index) => a[index] !== b[index]) : -1;
  const swapped = at >= 0 ? a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) : undefined;
  return swapped === b ? 1 : distance(a, b);
}

/** One slip in three letters, at most three; names of up to three letters are all alike. */
function believable(text: string, candidate: string): number {
  const length = Math.max(text.length, candidate.length);
  return length < 4 ? 0 : Math.min(3, Math.floor(length / 3));
}
