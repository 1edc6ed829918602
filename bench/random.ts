/** Values with their weights, which need not add up to anything. */
export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

/** Pseudo-random choices that are the same for the same seed, on every machine. Choosing from nothing is a `RangeError`. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T>(choices: Weighted<T>): T;
}

/** Builds a source of choices on mulberry32, a small generator with 32 bits of state that is good enough for test data. */
export function createRandom(seed: number): Random {
  let state = seed | 0;

  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  const below = (limit: number): number => Math.floor(next() * limit);

  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };

  const weighted = <T>(choices: Weighted<T>): T => {
    let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new RangeError('nothing to choose from');
  };

  return { below, chance: (probability) => next() < probability, pick, weighted };
}
