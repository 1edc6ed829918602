/** The exit codes that scripts rely on. 1 never means a crash. */
export const exitCode = {
  done: 0,
  /** Findings at or above the gate, can-i says no, a check failed. */
  negative: 1,
  couldNotRun: 2,
  withGaps: 3,
  interrupted: 130,
} as const;

/** How a run ended: with a "no", with gaps, and whether the user takes gaps as they are. */
export interface Outcome {
  negative: boolean;
  gaps: boolean;
  'allow-partial': boolean;
  question?: 'gate' | 'can-i';
}

/**
 * The code of a run that came to its end. "No" beats gaps for gates, but a "no" of can-i may be due to what was not seen,
 * so there gaps beat it. A yes stays a yes: RBAC only adds.
 */
export function exitCodeOf(run: Outcome): number {
  const gaps = run.gaps && !run['allow-partial'];
  if (run.question === 'can-i') {
    if (!run.negative) return exitCode.done;
    return gaps ? exitCode.withGaps : exitCode.negative;
  }
  if (run.negative) return exitCode.negative;
  return gaps ? exitCode.withGaps : exitCode.done;
}
