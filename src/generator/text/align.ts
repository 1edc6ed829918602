import { isSame } from './same.ts';

/** How many pairs are weighed at most; beyond that only equal items are paired, in their order. */
const mostPairs = 1_000_000;

/**
 * Pairs new items with old ones whose place they can take, each once and in the same order, so that the pairs are as alike as
 * they can be together. Gives the index of the old item for each new one.
 */
export function align(
  olds: readonly unknown[],
  news: readonly unknown[],
  likeness: (old: unknown, now: unknown) => number,
): (number | undefined)[] {
  let start = 0;
  while (start < olds.length && start < news.length && isSame(olds[start], news[start])) start++;
  let tail = 0;
  while (tail < Math.min(olds.length, news.length) - start && isSame(olds.at(-1 - tail), news.at(-1 - tail))) tail++;
  const [middleOlds, middleNews] = [olds.slice(start, olds.length - tail), news.slice(start, news.length - tail)];
  const middle =
    middleOlds.length * middleNews.length <= mostPairs ? best(middleOlds, middleNews, likeness) : middleNews.map(() => undefined);
  return [
    ...news.slice(0, start).map((_, index) => index),
    ...middle.map((index) => (index === undefined ? undefined : index + start)),
    ...news.slice(news.length - tail).map((_, index) => olds.length - tail + index),
  ];
}

/** The classic table of a longest common subsequence, with likeness instead of equality. */
function best(
  olds: readonly unknown[],
  news: readonly unknown[],
  likeness: (old: unknown, now: unknown) => number,
): (number | undefined)[] {
  const width = news.length + 1;
  const weights = olds.map((old) => news.map((now) => likeness(old, now)));
  const sums = new Float64Array((olds.length + 1) * width);
  const sumAt = (old: number, now: number): number => sums[old * width + now] ?? 0;
  const weightAt = (old: number, now: number): number => weights[old]?.[now] ?? 0;
  for (let old = olds.length - 1; old >= 0; old--) {
    for (let now = news.length - 1; now >= 0; now--) {
      const paired = weightAt(old, now) > 0 ? sumAt(old + 1, now + 1) + weightAt(old, now) : 0;
      sums[old * width + now] = Math.max(paired, sumAt(old + 1, now), sumAt(old, now + 1));
    }
  }
  const pairs = news.map((): number | undefined => undefined);
  for (let old = 0, now = 0; old < olds.length && now < news.length; ) {
    const weight = weightAt(old, now);
    if (weight > 0 && sumAt(old, now) === sumAt(old + 1, now + 1) + weight) pairs[now++] = old++;
    else if (sumAt(old, now) === sumAt(old + 1, now)) old++;
    else now++;
  }
  return pairs;
}
