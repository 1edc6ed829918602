import type { Access } from '../analyzer/access/access.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { authorizers, type Run, toJson } from '../report/envelope.ts';
import type { FindingsView } from '../report/findings.ts';
import type { ReportView } from '../report/report-view.ts';
import { pageOf } from './check-pages.ts';
import { coverageOf } from './coverage.ts';
import { placesOf } from './places.ts';
import type { Review, Reviewed } from './review.ts';
import type { Answer } from './terminal.ts';

/** The formats of a report. Those from sarif on are loaded when they are asked for. */
export const reportFormats = ['table', 'json', 'yaml', 'sarif', 'junit', 'markdown', 'csv'] as const;

type LateFormat = Exclude<(typeof reportFormats)[number], 'table' | 'json' | 'yaml'>;

interface ReportFlags {
  check?: readonly string[] | undefined;
  'skip-check'?: readonly string[] | undefined;
  namespace?: string | undefined;
  selector?: string | undefined;
  all: boolean;
  'show-ignored': boolean;
}

/** What a report tells, from what was found and from the flags. */
export function reportView({ access, judgement, snapshot, idle }: Reviewed, review: Review, flags: ReportFlags, bin: string): FindingsView {
  const { minSeverity, expectations, checks } = review;
  return {
    coverage: coverageOf(access, limitsOf(flags)),
    judgement,
    expectedOf: expectations.expectedOf,
    minSeverity,
    checks,
    gaps: snapshot.gaps,
    limitations: snapshot.limitations,
    full: minSeverity !== undefined || flags.check !== undefined,
    all: flags.all,
    showIgnored: flags['show-ignored'],
    idle,
    bin,
  };
}

/** How a report was made, besides its input. */
export function makingOf({ coverage: { limits }, minSeverity }: ReportView, { expectations: { made } }: Review): Partial<Run> {
  const all = [...limits, ...(minSeverity === undefined ? [] : [`severity ${minSeverity} and above`])];
  return { ...made, ...(all.length > 0 && { limits: all }) };
}

/** What the flags leave of the findings: a reader must not take a part for the whole. */
function limitsOf({ namespace, selector, check = [], 'skip-check': skipped = [] }: ReportFlags): string[] {
  return [
    ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
    ...(selector === undefined ? [] : [`labels ${selector}`]),
    ...(check.length > 0 ? [`${check.length === 1 ? 'check' : 'checks'} ${check.join(', ')}`] : []),
    ...(skipped.length > 0 ? [`checks other than ${skipped.join(', ')}`] : []),
  ];
}

/** What formats for other programs tell besides: what was read and how, and `root`, the folder of the package with its pages. */
interface Making {
  access: Access;
  snapshot: Snapshot;
  version: string;
  root: string;
  made: Partial<Run>;
}

/** A report for other programs. */
export async function reportText(format: LateFormat, view: ReportView, { access, snapshot, version, root, made }: Making): Promise<Answer> {
  switch (format) {
    case 'sarif': {
      const { sarifLog } = await import('../report/sarif/sarif.ts');
      const { input, sources, kubernetesVersion } = snapshot;
      const run = { version, source: sources.join(', '), input, kubernetesVersion, authorizers, ...made };
      return toJson(sarifLog(view, { run, places: placesOf(access, process.cwd()), pageOf: (check) => pageOf(check, root) }));
    }
    case 'junit':
      return (await import('../report/junit.ts')).junit(view);
    case 'markdown':
      return (await import('../report/markdown.ts')).markdown(view);
    case 'csv':
      return (await import('../report/csv.ts')).csv(view);
  }
}
