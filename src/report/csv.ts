import { stringify } from 'csv-stringify/sync';
import type { Evidence } from '../model/finding.ts';
import { type Gap, gapSentence } from '../model/gap.ts';
import { severityReason } from './findings.ts';
import { acceptanceText } from './ignored.ts';
import { plain } from './plain.ts';
import { type ListedFinding, listed, type ReportView } from './report-view.ts';
import { objectText } from './words.ts';

const heads = [
  'id',
  'severity',
  'base',
  'check',
  'title',
  'subject_kind',
  'subject_namespace',
  'subject_name',
  'scope',
  'bindings',
  'role',
  'rules',
  'position',
  'why',
  'severity_reason',
  'remediation',
  'implied_by',
  'ignored',
  'cause',
  'references',
] as const;

type Row = Readonly<Record<(typeof heads)[number], string>>;

/** So many rows are put into one piece. */
const pieceRows = 500;

/** The report as CSV (RFC 4180), a row for each finding and then for each gap, in pieces. No cell is a formula. */
export function* csv(view: ReportView): Generator<string> {
  yield lines([[...heads]]);
  const findings = listed(view);
  for (let start = 0; start < findings.length; start += pieceRows) {
    yield lines(findings.slice(start, start + pieceRows).map((item) => cells(findingRow(item))));
  }
  yield lines(view.gaps.map((gap) => cells(gapRow(gap))));
}

function lines(rows: readonly string[][]): string {
  // Spreadsheets calculate what begins with = + - @, a tab or a line end: such a cell gets an apostrophe, which they do not show.
  return stringify([...rows], { record_delimiter: 'windows', escape_formulas: true });
}

function cells(row: Partial<Row>): string[] {
  return heads.map((head) => cell(plain(row[head] ?? '')));
}

/** A spreadsheet's cell holds 32,767 characters; what is longer would run into other rows. */
const longestCell = 32_000;
const cutMark = ' … cut here: --format json has all';

function cell(text: string): string {
  return text.length <= longestCell ? text : `${text.slice(0, longestCell)}${cutMark}`;
}

function findingRow({ finding, impliedBy }: ListedFinding): Row {
  const { id, severity, base, check, title, subject, scope, detail, remediation, cause, references, evidence } = finding;
  return {
    id,
    severity,
    base,
    check,
    title,
    subject_kind: subject?.kind ?? '',
    subject_namespace: subject?.namespace ?? '',
    subject_name: subject?.name ?? '',
    scope,
    bindings: each(evidence, ({ binding }) => binding && objectText(binding)),
    role: each(evidence, ({ role }) => role && objectText(role)),
    rules: each(evidence, ({ rule }) => (rule === undefined ? undefined : `rules[${rule}]`)),
    position: each(evidence, ({ position }) => position && `${position.file}:${position.line}`),
    why: detail,
    severity_reason: severityReason(finding),
    remediation,
    implied_by: impliedBy?.id ?? '',
    ignored: finding.ignored ? acceptanceText(finding.ignored) : '',
    cause,
    references: references.join('; '),
  };
}

function each(evidence: readonly Evidence[], text: (chain: Evidence) => string | undefined): string {
  return [...new Set(evidence.flatMap((chain) => text(chain) ?? []))].join('; ');
}

function gapRow(gap: Gap): Partial<Row> {
  const { code, position, source, advice = '' } = gap;
  return {
    severity: 'gap',
    check: code,
    title: gapSentence(gap),
    position: position ? `${position.file}:${position.line}` : source,
    remediation: advice,
  };
}
