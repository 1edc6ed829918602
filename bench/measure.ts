/** The middle value, or the mean of the two in the middle; a few odd ones do not move it. Nothing to choose from is a `RangeError`. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('there is no median of nothing');
  return (low + high) / 2;
}

/** How often each of several things is measured, after how many times unmeasured. */
export interface Rounds {
  warmUp: number;
  measured: number;
}

/**
 * The median of each measurement, in the order given. They take turns, round after round, so that what else the machine does
 * hits all of them alike.
 */
export function mediansInTurns(measurements: readonly (() => number)[], rounds: Rounds): number[] {
  const taken = measurements.map((): number[] => []);
  for (let round = -rounds.warmUp; round < rounds.measured; round++) {
    measurements.forEach((measure, index) => {
      const value = measure();
      if (round >= 0) taken[index]?.push(value);
    });
  }
  return taken.map(median);
}

/** The wall time of a run, in milliseconds. */
export function millisecondsOf(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
