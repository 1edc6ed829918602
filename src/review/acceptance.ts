import type { Judged } from '../analyzer/checks/fold.ts';
import type { Ignored } from '../model/finding.ts';
import type { Limitation } from '../model/gap.ts';

/** Something that accepts findings as they are: an entry of the configuration, or an annotation. */
export interface Acceptance {
  /** What goes with each finding that it covers; `by` also names it in messages. */
  ignored: Ignored;
  /** The file or object in which it stands, as the source of what is said about it. */
  source: string;
  /** True if it is about findings of that check. */
  isAbout(check: string): boolean;
  /** True if it is about a finding of such a check, whether or not it holds. */
  covers(item: Judged): boolean;
  /** How a finding that it covers breaks its condition; undefined where it does not. */
  breach?(item: Judged): string | undefined;
}

/** What was accepted, and which acceptances count for nothing, in words. */
export interface Acceptances {
  accepted: ReadonlyMap<Judged, Ignored>;
  idle: Limitation[];
}

/**
 * Applies acceptances to what was found; of several for one finding the first one counts. An acceptance that has expired, of
 * which some finding breaks the condition, or that covers nothing is idle: as a whole, because what was accepted is no longer
 * what was looked at. `today` is a day such as 2026-12-31.
 */
export function accept(judged: readonly Judged[], acceptances: readonly Acceptance[], today: string): Acceptances {
  const accepted = new Map<Judged, Ignored>();
  const idle: Limitation[] = [];
  const byCheck = Map.groupBy(judged, ({ check }) => check.id);
  for (const acceptance of acceptances) {
    const asked = [...byCheck].flatMap(([check, items]) => (acceptance.isAbout(check) ? items : []));
    const covered = asked.filter((item) => acceptance.covers(item));
    const problem = problemOf(acceptance, covered, today);
    if (problem) idle.push(problem);
    else for (const item of covered) if (!accepted.has(item)) accepted.set(item, acceptance.ignored);
  }
  return { accepted, idle };
}

function problemOf(acceptance: Acceptance, covered: readonly Judged[], today: string): Limitation | undefined {
  const { ignored, source } = acceptance;
  const idle = (code: string, what: string): Limitation => ({ code, source, message: `${ignored.by} ${what}` });
  if (ignored.expires !== undefined && ignored.expires < today) {
    const since = covered.length === 0 ? ', and covers nothing any more' : `: ${countText(covered)} reported again`;
    return idle('ignore-expired', `expired on ${ignored.expires}${since}`);
  }
  if (covered.length === 0) return idle('ignore-unmatched', 'covers nothing that was found: delete it, or mend it');
  for (const item of covered) {
    const breach = acceptance.breach?.(item);
    if (breach !== undefined) return idle('ignore-lapsed', `no longer holds, since ${breach}: ${countText(covered)} reported`);
  }
  return undefined;
}

function countText(covered: readonly Judged[]): string {
  return covered.length === 1 ? 'what it covered is' : `the ${covered.length} findings that it covered are`;
}
