import { type Finding, type Judgement, type Severity, type Summary, severities } from '../model/finding.ts';
import { subjectArgument, subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { ignoredBlocks } from './ignored.ts';
import { plain } from './plain.ts';
import { type Layout, paint, severityText } from './style.ts';
import { count, objectText, scopeText } from './words.ts';
import { wrap } from './wrap.ts';

/** What the report covers, for its first line. */
export interface Coverage {
  source: string;
  subjects: number;
  bindings: number;
  roles: number;
}

export interface FindingsView {
  coverage: Coverage;
  judgement: Judgement;
  /** Findings below this are counted, not shown. */
  minSeverity: Severity;
  /** Whether every entry is written out however many there are; else many entries become an overview. */
  full: boolean;
  /** Whether the expected grants are shown too. */
  all: boolean;
  /** Whose grants are expected, such as `Kubernetes itself`. */
  expectedOf: string;
  /** Whether what was accepted is shown too. */
  showIgnored: boolean;
  /** How many acceptances count for nothing, which is told on stderr. */
  idle: number;
  /** The command to look further, such as `rbac-audit what-can SUBJECT`. */
  bin: string;
}

/** Findings with one cause, and so one entry: the worst one speaks for all. */
interface Entry {
  worst: Finding;
  findings: Finding[];
}

/** The report for people: a summary, then one entry per cause, worst first. */
export function findingsText(view: FindingsView, layout: Layout): string {
  const { judgement, minSeverity } = view;
  const read = withoutImplied(judgement.findings);
  const shown = entriesOf(read.filter((finding) => atLeast(finding.severity, minSeverity)));
  const overview = !view.full && shown.length > mostEntries;
  const blocks = [headText(view, layout), ...(overview ? [overviewText(shown, layout)] : shown.map((entry) => entryText(entry, layout)))];
  if (view.showIgnored) blocks.push(...ignoredBlocks(judgement.findings, layout));
  if (view.all && judgement.expected.length > 0) blocks.push(expectedText(view, layout));
  blocks.push(
    footLines(view, shown.length, overview)
      .map((line) => wrap('', line, layout.width, 0))
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** The findings that people read: those that nobody accepted and that no stronger finding implies. */
export function withoutImplied(findings: readonly Finding[]): Finding[] {
  const implied = new Set(findings.flatMap((finding) => finding.implied));
  return findings.filter((finding) => !finding.ignored && !implied.has(finding.id));
}

/** True if a severity is at or above a limit. */
export function atLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}

function entriesOf(findings: readonly Finding[]): Entry[] {
  const byCause = new Map<string, Entry>();
  for (const finding of findings) {
    const entry = byCause.get(finding.cause);
    if (entry) entry.findings.push(finding);
    else byCause.set(finding.cause, { worst: finding, findings: [finding] });
  }
  return [...byCause.values()];
}

/** More entries than this fill more than two screens. */
const mostEntries = 10;
const wideTerminal = 120;

/** One row per severity and check, worst first, with whom it concerns. */
function overviewText(entries: readonly Entry[], layout: Layout): string {
  const examples = layout.width !== undefined && layout.width < wideTerminal ? 1 : 3;
  const groups = Map.groupBy(entries, ({ worst }) => `${worst.severity} ${worst.check}`);
  const rows = [...groups.values()].map((group) => {
    const findings = group.flatMap((entry) => entry.findings);
    const [{ severity, check } = { severity: 'info' as const, check: '' }] = findings;
    const holders = new Set(findings.map(({ subject, title }) => (subject ? subjectLabel(subject) : title)));
    return [
      severityText(layout, severity, severity.toUpperCase()),
      check,
      String(group.length),
      String(holders.size),
      someOf([...holders].map(plain), examples),
    ];
  });
  return columns(['SEVERITY', 'CHECK', 'CAUSES', 'SUBJECTS', 'FOR EXAMPLE'], rows, layout);
}

function headText({ coverage, judgement, expectedOf }: FindingsView, layout: Layout): string {
  const { source, subjects, bindings, roles } = coverage;
  const title = `RBAC audit of ${plain(source)}: ${count(subjects, 'subject')}, ${count(bindings, 'binding')}, ${count(roles, 'role')}`;
  return [paint(layout, 'bold', title), summaryText(judgement.summary, expectedOf, layout)]
    .map((line) => wrap('', line, layout.width, 0))
    .join('\n');
}

function summaryText(summary: Summary, expectedOf: string, layout: Layout): string {
  const counts = severities
    .filter((severity) => summary[severity] > 0)
    .map((severity) => severityText(layout, severity, `${summary[severity]} ${severity}`));
  const aside = [
    ...(summary.expected > 0 ? [`${count(summary.expected, 'grant')} of ${plain(expectedOf)} as expected`] : []),
    ...(summary.ignored > 0 ? [`${summary.ignored} ignored`] : []),
  ];
  return `${counts.join('  ') || 'no findings'}${aside.length > 0 ? `    (${aside.join(', ')})` : ''}`;
}

function entryText({ worst, findings }: Entry, layout: Layout): string {
  const severity = severityText(layout, worst.severity, worst.severity.toUpperCase().padEnd(severityWidth));
  const title = paint(layout, 'bold', plain(entryTitle(findings, worst)));
  const lines: [string, string][] = [
    ['check', worst.check],
    ...(findings.length > 1 ? [['who', holdersText(findings)] satisfies [string, string]] : []),
    ...throughLines(findings),
    ['why', plain(worst.detail)],
    ...(worst.modifiers.length > 0 ? [['severity', severityReason(worst)] satisfies [string, string]] : []),
    ['do', plain(worst.remediation)],
  ];
  return [wrap(severity, title, layout.width, severityWidth), ...lines.map(([label, text]) => field(label, text, layout))].join('\n');
}

const labelWidth = 12;
const severityWidth = 10;

function field(label: string, text: string, layout: Layout): string {
  return wrap(`  ${paint(layout, 'gray', label.padEnd(labelWidth - 2))}`, text, layout.width, labelWidth);
}

function entryTitle(findings: readonly Finding[], worst: Finding): string {
  if (findings.length === 1) return worst.title;
  const subjects = new Set(findings.flatMap(({ subject }) => (subject ? [subjectLabel(subject)] : [])));
  const scopes = new Set(findings.map(({ scope }) => scope));
  const [only] = subjects;
  const who = subjects.size === 1 && only !== undefined ? only : count(subjects.size, 'subject');
  const where = scopes.size <= 3 ? placesText([...scopes]) : `in ${count(scopes.size, 'namespace')}`;
  return `${who} ${worst.statement} ${where}`;
}

/** `everywhere`, `in clinic and shop`, `everywhere and in shop`. */
function placesText(scopes: readonly string[]): string {
  const namespaces = scopes.filter((scope) => scope !== '*').map(plain);
  const named = namespaces.length === 0 ? [] : [`in ${namespaces.join(' and ')}`];
  return [...(scopes.includes('*') ? ['everywhere'] : []), ...named].join(' and ');
}

const mostShown = 4;

function holdersText(findings: readonly Finding[]): string {
  const holders = findings.flatMap(({ subject, scope }) => (subject ? [`${subjectLabel(subject)} ${scopeText(scope)}`] : []));
  return someOf(holders.map(plain));
}

/** The bindings and rules behind an entry, and where they stand; a rule that many bindings bind is said once. */
function throughLines(findings: readonly Finding[]): [string, string][] {
  const bindings = new Set<string>();
  const rules = new Set<string>();
  const places = new Set<string>();
  for (const { binding, role, rule, source, position } of findings.flatMap((finding) => finding.evidence)) {
    if (binding) bindings.add(objectText(binding));
    if (role)
      rules.add(
        `${objectText(role)}${rule === undefined ? '' : ` rules[${rule}]`}${source ? `, aggregated from ${objectText(source)}` : ''}`,
      );
    if (position) places.add(plain(`${position.file}:${position.line}`));
  }
  const lines: [string, ReadonlySet<string>][] = [
    ['bound by', bindings],
    ['role', rules],
    ['at', places],
  ];
  return lines.filter(([, texts]) => texts.size > 0).map(([label, texts]) => [label, someOf([...texts])]);
}

function someOf(texts: readonly string[], most = mostShown): string {
  const shown = texts.slice(0, most).join(', ');
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown;
}

function severityReason({ base, modifiers }: Finding): string {
  return `${base}${modifiers.map(({ to, reason }) => ` -> ${to}: ${plain(reason)}`).join('')}`;
}

function expectedText({ judgement: { expected }, expectedOf }: FindingsView, layout: Layout): string {
  const lines = [
    ...new Set(withoutImplied(expected).map((finding) => `  ${severityText(layout, finding.severity)} ${plain(finding.title)}`)),
  ];
  return `Expected, grants of ${plain(expectedOf)}:\n${lines.join('\n')}`;
}

function footLines({ judgement, minSeverity, all, showIgnored, idle, bin }: FindingsView, entries: number, overview: boolean): string[] {
  const read = withoutImplied(judgement.findings);
  const hidden = severities.filter((severity) => !atLeast(severity, minSeverity) && read.some((finding) => finding.severity === severity));
  const counts = hidden.map((severity) => `${judgement.summary[severity]} ${severity}`);
  const lowest = hidden.at(-1);
  const shown = read.filter((finding) => atLeast(finding.severity, minSeverity)).length;
  return [
    ...(overview
      ? [`${count(entries, 'entry')} in full: --min-severity ${minSeverity}; those of one check, with what others imply: --check ID`]
      : []),
    ...(shown > entries
      ? [`${count(shown, 'finding')} in ${count(entries, 'entry')}: those with one cause stand together. All of them: --format json`]
      : []),
    ...(lowest === undefined ? [] : [`${counts.join(', ')} not shown: --min-severity ${lowest}`]),
    ...(idle === 0
      ? []
      : [
          `${count(idle, 'ignore entry')} ${idle === 1 ? 'counts' : 'count'} for nothing: why is on stderr (without -q) and in --format json`,
        ]),
    ...(showIgnored || judgement.summary.ignored === 0 ? [] : ['What is ignored, and why: --show-ignored']),
    ...(all || judgement.summary.expected === 0 ? [] : ['What is expected: --all']),
    `All that one subject may do: ${bin} what-can SUBJECT${exampleOf(read)}`,
    `Smaller roles, read apart from write: ${bin} suggest`,
  ];
}

function exampleOf(findings: readonly Finding[]): string {
  const subject = findings.find((finding) => finding.subject)?.subject;
  return subject ? `, for example ${plain(subjectArgument(subject))}` : '';
}

/** The fields of the JSON answer. Findings below the limit are left out only where one was asked for; the summary counts all. */
export function findingsData({ judgement, all }: FindingsView, minSeverity: Severity | undefined): object {
  const keep = (finding: Finding) => minSeverity === undefined || atLeast(finding.severity, minSeverity);
  return {
    summary: judgement.summary,
    findings: judgement.findings.filter(keep),
    ...(all ? { expected: judgement.expected.filter(keep) } : {}),
  };
}
