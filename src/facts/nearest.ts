import { distance } from 'fastest-levenshtein';

/** "Did you mean": the candidate that is closest to the text, if a slip of the keys explains the difference; case does not count. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const slips = distance(text.toLowerCase(), candidate.toLowerCase());
    if (slips < bestDistance && slips <= believable(text, candidate)) {
      best = candidate;
      bestDistance = slips;
    }
  }
  return best;
}

/** One slip in three letters, at most three; names below four letters are all alike. */
function believable(text: string, candidate: string): number {
  const length = Math.min(text.length, candidate.length);
  return length < 4 ? 0 : Math.min(3, Math.floor(length / 3));
}
