import type { Finding, Judgement, Severity } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import type { Gap, Limitation } from '../model/gap.ts';

/** What the report covers, for its first line. */
export interface Coverage {
  source: string;
  subjects: number;
  bindings: number;
  roles: number;
  /** What the findings were limited to, in words such as `namespace shop`; the numbers above are those of all. */
  limits: readonly string[];
}

/** A check of the catalogue, as reports and the list of checks name it. */
export interface CheckInfo {
  id: string;
  title: string;
  kind: 'risk' | 'lint';
  base: Severity;
  references: readonly string[];
  remediation: string;
}

/** All that a report tells, in whatever format. */
export interface ReportView {
  coverage: Coverage;
  judgement: Judgement;
  /** Whose grants are expected, such as `Kubernetes itself`. */
  expectedOf: string;
  /** Findings below this were asked to be left out; they are counted all the same. */
  minSeverity: Severity | undefined;
  /** The checks that ran, in the order of the catalogue. */
  checks: readonly CheckInfo[];
  gaps: readonly Gap[];
  limitations: readonly Limitation[];
}

/** `only namespace shop, check pods-exec`, or nothing. */
export function limitsText({ limits }: Coverage): string {
  return limits.length === 0 ? '' : `only ${limits.join(', ')}`;
}

/** True if a severity is at or above a limit. */
export function atLeast(severity: Severity, limit: Severity | undefined): boolean {
  return limit === undefined || severities.indexOf(severity) <= severities.indexOf(limit);
}

/** The findings that people read: those that nobody accepted and that no stronger finding implies. */
export function withoutImplied(findings: readonly Finding[]): Finding[] {
  const implied = new Set(findings.flatMap((finding) => finding.implied));
  return findings.filter((finding) => !finding.ignored && !implied.has(finding.id));
}

/**
 * What people read of that, where no milder than a limit: the worst first, then in the order of the catalogue, where what gives
 * most comes first, so that it speaks for what is put together with it.
 */
export function inReadingOrder(findings: readonly Finding[], catalogue: readonly CheckInfo[], limit?: Severity): Finding[] {
  const places = new Map(catalogue.map(({ id }, place) => [id, place]));
  const place = ({ check }: Finding) => places.get(check) ?? catalogue.length;
  const rank = ({ severity }: Finding) => severities.indexOf(severity);
  return withoutImplied(findings)
    .filter(({ severity }) => atLeast(severity, limit))
    .sort((a, b) => rank(a) - rank(b) || place(a) - place(b));
}

/** The finding from which an implied one follows, by the id of the implied one. */
function stronger(findings: readonly Finding[]): Map<string, Finding> {
  return new Map(findings.flatMap((finding) => finding.implied.map((id) => [id, finding])));
}

/** A finding as formats show it that hold them all: with the one from which it follows. */
export interface ListedFinding {
  finding: Finding;
  impliedBy: Finding | undefined;
}

/** Every finding that was not left out by its severity: those that count first, worst first, then those that somebody accepted. */
export function listed({ judgement: { findings }, minSeverity }: ReportView): ListedFinding[] {
  const implying = stronger(findings);
  const shown = findings.filter(({ severity }) => atLeast(severity, minSeverity));
  const inOrder = [...shown.filter(({ ignored }) => !ignored), ...shown.filter(({ ignored }) => ignored)];
  return inOrder.map((finding) => ({ finding, impliedBy: implying.get(finding.id) }));
}
