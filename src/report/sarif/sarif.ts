import type { Log, Notification, Run } from 'sarif';
import { type Gap, gapSentence } from '../../model/gap.ts';
import type { Run as RunInfo } from '../envelope.ts';
import type { Places } from '../places.ts';
import { plain } from '../plain.ts';
import { type ListedFinding, listed, type ReportView } from '../report-view.ts';
import { encodedPath } from '../uri.ts';
import { count } from '../words.ts';
import { location } from './location.ts';
import { mostChains, resultOf } from './result.ts';
import { Rules } from './rules.ts';

/** What SARIF tells besides the findings. */
export interface SarifSurroundings {
  run: RunInfo;
  places: Places;
  /** The page of a check, as Markdown. */
  pageOf(check: string): string | undefined;
}

/** A file with more results in one run is refused by GitHub, which shows the worst 5,000. */
const mostResults = 25_000;

/**
 * The report as SARIF 2.1.0, within the limits of GitHub's code scanning: one run, the worst results first, what was left out
 * said in a notification. Results are made when they are written, so that a long report is never in memory as a whole.
 */
export function sarifLog(view: ReportView, { run, places, pageOf }: SarifSurroundings): Log {
  const all = listed(view);
  const kept = all.slice(0, mostResults);
  const rules = new Rules(kept, view.checks, pageOf);
  const seen = new Map<string, number>();
  const results = kept.map((item) => {
    const occurrence = (seen.get(item.finding.id) ?? 0) + 1;
    seen.set(item.finding.id, occurrence);
    return late(() => resultOf(item, occurrence, rules, places));
  });
  const notifications = [
    ...view.gaps.map((gap) => gapNotification(gap, places)),
    ...cutNotifications(all, kept),
    ...view.limitations.map(({ code, message }) => notification('note', code, message)),
  ];
  const own: Run = {
    automationDetails: { id: `rbac-audit/${encodedPath(run.source.split('/'))}/` },
    tool: { driver: { name: 'rbac-audit', version: run.version, semanticVersion: run.version, rules: rules.descriptors } },
    invocations: [{ executionSuccessful: view.gaps.length === 0, toolExecutionNotifications: notifications }],
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which rbac-audit ran.' } } },
    columnKind: 'utf16CodeUnits',
    results,
    properties: { ...run, summary: view.judgement.summary },
  };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [own] };
}

/** A value that is made when it is written. */
function late<T extends object>(make: () => T): T {
  return { toJSON: make } as unknown as T;
}

function gapNotification(gap: Gap, places: Places): Notification {
  const text = gap.advice === undefined ? gapSentence(gap) : `${gapSentence(gap)}; ${gap.advice}`;
  const own = notification('error', gap.code, text);
  return gap.position ? { ...own, locations: [location(places.ofPosition(gap.position))] } : own;
}

function cutNotifications(all: readonly ListedFinding[], kept: readonly ListedFinding[]): Notification[] {
  const left = all.length - kept.length;
  const shortened = kept.filter(({ finding }) => finding.evidence.length > mostChains).length;
  return [
    ...(left > 0
      ? [notification('warning', 'results-cut', `${count(left, 'finding')} left out, the mildest: a run may hold ${mostResults} results`)]
      : []),
    ...(shortened > 0
      ? [
          notification(
            'warning',
            'code-flows-cut',
            `${count(shortened, 'result')} with more than ${mostChains} chains behind them show the first ${mostChains}: --format json has all`,
          ),
        ]
      : []),
  ];
}

function notification(level: Notification.level, code: string, text: string): Notification {
  return { level, descriptor: { id: code }, message: { text: plain(text) } };
}
