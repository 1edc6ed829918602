import type { Finding, Ignored, Judgement, Summary } from '../../model/finding.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Access } from '../access/access.ts';
import type { Check } from './check.ts';
import { readingOrder } from './finding.ts';
import { fold, type Judged } from './fold.ts';
import { Judge, type JudgeOptions } from './judge.ts';
import { type FindingSelection, isSelected } from './selection.ts';

export interface CheckOptions extends FindingSelection, JudgeOptions {
  /** Tells, of all that was found, what somebody accepted as it is. */
  accept?: ((judged: readonly Judged[]) => ReadonlyMap<Judged, Ignored>) | undefined;
}

/** Runs the checks over what a snapshot grants: judged by scope and subject, worded, folded, worst first. */
export function findings(access: Access, checks: readonly Check[], options: CheckOptions = {}): Judgement {
  const judge = new Judge(access, options);
  judge.run(checks);
  for (const [{ finding }, ignored] of options.accept?.(judge.judged) ?? []) finding.ignored = ignored;
  // What is not asked for is left out before folding: a finding must not hide behind one that nobody sees, or reads.
  const judged = judge.judged.filter((item) => isSelected(item, options));
  const judgedExpected = judge.expected.filter((item) => isSelected(item, options));
  const implied = fold(judged.filter(({ finding }) => !finding.ignored));
  const impliedExpected = fold(judgedExpected);
  const found = sorted(judged);
  const expected = sorted(judgedExpected);
  return { summary: summarise(judged, implied, expected.length - impliedExpected.size), findings: found, expected };
}

function summarise(judged: readonly Judged[], implied: ReadonlySet<Judged>, expected: number): Summary {
  const summary: Summary = { critical: 0, high: 0, medium: 0, low: 0, info: 0, causes: 0, implied: implied.size, ignored: 0, expected };
  const causes = new Set<string>();
  for (const item of judged) {
    const { finding } = item;
    if (finding.ignored) summary.ignored++;
    if (finding.ignored || implied.has(item)) continue;
    summary[finding.severity]++;
    causes.add(finding.cause);
  }
  summary.causes = causes.size;
  return summary;
}

function sorted(judged: readonly Judged[]): Finding[] {
  const keyed = judged.map(({ fact, finding }) => ({ finding, key: readingOrder(finding, fact) }));
  return keyed.sort((a, b) => byCodeUnit(a.key, b.key)).map(({ finding }) => finding);
}
