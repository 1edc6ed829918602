import { type Finding, type Judgement, type Severity, type Summary, severities } from '../model/finding.ts';
import { subjectArgument } from '../model/subject.ts';
import { chainsOf, type Some, someOf } from './chains.ts';
import { alsoOf, type Entry, entriesOf, entryTitle, holdersOf, joinedEntries, milderOf } from './entries.ts';
import { chainText } from './hops.ts';
import { ignoredBlocks } from './ignored.ts';
import { overviewText, worstOfEachCheck } from './overview.ts';
import { plain } from './plain.ts';
import { atLeast, inReadingOrder, limitsText, type ReportView, withoutImplied } from './report-view.ts';
import { type Layout, paint, severityText } from './style.ts';
import { count } from './words.ts';
import { wrap } from './wrap.ts';

export interface FindingsView extends ReportView {
  /** Whether every entry is written out however many there are; else many entries become an overview. */
  full: boolean;
  /** Whether the expected grants are shown too. */
  all: boolean;
  /** Whether what was accepted is shown too. */
  showIgnored: boolean;
  /** How many acceptances count for nothing, which is told on stderr. */
  idle: number;
  /** The command to look further, such as `rbac-audit what-can SUBJECT`. */
  bin: string;
}

/** What tables and comments show where no severity was asked for: the rest is counted. */
export const shownByDefault: Severity = 'high';

/** Two screens: what is longer becomes an overview. */
const mostLines = 100;
/** So many entries are longer in any case, and need not be written to know that. */
const mostEntries = 25;

/** The report for people: a summary, then one entry per cause, worst first; an overview and the worst where there are many. */
export function findingsText(view: FindingsView, layout: Layout): string {
  const { judgement, minSeverity = shownByDefault } = view;
  const read = inReadingOrder(judgement.findings, view.checks);
  const entries = entriesOf(read.filter((finding) => atLeast(finding.severity, minSeverity)));
  const head = headText(view, layout);
  const ignored = view.showIgnored ? ignoredBlocks(judgement.findings, layout) : [];
  const expected = view.all && judgement.expected.length > 0 ? [expectedText(view, layout)] : [];
  const joined = joinedEntries(entries);
  const foot = (isOverview: boolean) => footText(view, read, joined, isOverview, layout);
  const written = view.full || joined.length <= mostEntries ? joined.map((entry) => entryText(entry, layout)) : undefined;
  const whole = written && (view.full || linesIn(head, ...written, foot(false)) <= mostLines) ? written : undefined;
  const body = whole ?? overviewBlocks(entries, view, layout, mostLines - linesIn(head, foot(true)));
  return `${[head, ...body, ...ignored, ...expected, foot(!whole)].join('\n\n')}\n`;
}

/** All checks in a table, and below it as many of their worst entries in full as two screens hold. */
function overviewBlocks(entries: readonly Entry[], { checks }: FindingsView, layout: Layout, room: number): string[] {
  const table = overviewText(entries, checks, layout);
  const blocks = ['The worst, one of a check:'];
  let lines = linesIn(table, ...blocks);
  for (const entry of worstOfEachCheck(entries, checks)) {
    const text = entryText(entry, layout);
    lines += linesIn(text);
    if (lines > room) break;
    blocks.push(text);
  }
  return [table, ...(blocks.length > 1 ? blocks : [])];
}

/** The lines of blocks, each with the empty one that follows it. */
function linesIn(...blocks: readonly string[]): number {
  return blocks.reduce((lines, block) => lines + block.split('\n').length + 1, 0);
}

function headText({ coverage, judgement, expectedOf }: FindingsView, layout: Layout): string {
  const { source, subjects, bindings, roles } = coverage;
  const title = `RBAC audit of ${plain(source)}: ${count(subjects, 'subject')}, ${count(bindings, 'binding')}, ${count(roles, 'role')}`;
  const counts = summaryText(judgement.summary, expectedOf, (severity, text) => severityText(layout, severity, text));
  const limits = plain(limitsText(coverage));
  return [paint(layout, 'bold', title), ...(limits === '' ? [] : [limits]), counts]
    .map((line) => wrap('', line, layout.width, 0))
    .join('\n');
}

/** How many findings there are of each severity, and how many are not counted among them. */
export function summaryText(summary: Summary, expectedOf: string, show: (severity: Severity, text: string) => string): string {
  const counts = severities
    .filter((severity) => summary[severity] > 0)
    .map((severity) => show(severity, `${summary[severity]} ${severity}`));
  const aside = [
    ...(summary.expected > 0 ? [`${count(summary.expected, 'grant')} of ${plain(expectedOf)} as expected`] : []),
    ...(summary.ignored > 0 ? [`${summary.ignored} ignored`] : []),
  ];
  return `${counts.join('  ') || 'no findings'}${aside.length > 0 ? `    (${aside.join(', ')})` : ''}`;
}

function entryText(entry: Entry, layout: Layout): string {
  const { severity } = entry.worst;
  const label = severityText(layout, severity, severity.toUpperCase().padEnd(severityWidth));
  const title = paint(layout, 'bold', plain(entryTitle(entry)));
  const fields = entryFields(entry).map(([name, text]) => field(name, text, layout));
  return [wrap(label, title, layout.width, severityWidth), ...fields].join('\n');
}

const labelWidth = 12;
const severityWidth = 10;

function field(label: string, text: string, layout: Layout): string {
  return wrap(`  ${paint(layout, 'gray', label.padEnd(labelWidth - 2))}`, text, layout.width, labelWidth);
}

/** What is said about an entry below its title: labels and texts. */
function entryFields(entry: Entry): [string, string][] {
  const { check, detail, remediation } = entry.worst;
  const { bindings, roles, places } = chainsOf(entry);
  const fields: [string, string][] = [
    ['check', check],
    ['who', joined(someOf(holdersOf(entry)))],
    ['milder', joined(someOf(milderOf(entry)))],
    ['bound by', joined(bindings)],
    ['role', joined(roles)],
    ['at', joined(places)],
    ['why', plain(detail)],
    ['also', joined(someOf(alsoOf(entry), mostAlso), '; ')],
    ['path', entry.worst.path ? chainText(entry.worst.path) : ''],
    ['severity', severityReason(entry.worst)],
    ['do', plain(remediation)],
  ];
  return fields.filter(([, text]) => text !== '');
}

/** More than these hide what comes after them. */
const mostAlso = 6;

function joined({ shown, more }: Some, separator = ', '): string {
  return `${shown.map(plain).join(separator)} ${more}`.trim();
}

/** The way from the check's base to the severity, in words. */
export function severityReason({ base, severity, modifiers, subject, scope }: Finding): string {
  if (modifiers.length > 0) return `${base}${modifiers.map(({ to, reason }) => ` -> ${to} (${plain(reason)})`).join('')}`;
  return subject && scope === '*' ? `${severity}: it holds in the whole cluster` : `${severity}: nothing makes it better or worse`;
}

function expectedText({ judgement: { expected }, expectedOf }: FindingsView, layout: Layout): string {
  const lines = withoutImplied(expected).map((finding) => `  ${severityText(layout, finding.severity)} ${plain(finding.title)}`);
  return `Expected, grants of ${plain(expectedOf)}:\n${[...new Set(lines)].join('\n')}`;
}

function footText(view: FindingsView, read: readonly Finding[], entries: readonly Entry[], isOverview: boolean, layout: Layout): string {
  const { judgement, minSeverity = shownByDefault, all, showIgnored, idle, bin } = view;
  const shown = read.filter(({ severity }) => atLeast(severity, minSeverity)).length;
  const lines = [
    ...(isOverview
      ? [`${count(entries.length, 'entry')} in full: --min-severity ${minSeverity}; those of one check, with what others imply: --check ID`]
      : []),
    ...(shown > entries.length
      ? [`${count(shown, 'finding')} in ${count(entries.length, 'entry')}: those with one cause stand together. All of them: --format json`]
      : []),
    ...hiddenLines(judgement, minSeverity),
    ...idleLines(idle),
    ...(showIgnored || judgement.summary.ignored === 0 ? [] : ['What is ignored, and why: --show-ignored']),
    ...(all || judgement.summary.expected === 0 ? [] : ['What is expected: --all']),
    `What a check means: ${bin} checks ID${read[0] ? `, for example ${read[0].check}` : ''}`,
    `All that one subject may do: ${bin} what-can SUBJECT${exampleOf(read)}`,
    `Smaller roles, read apart from write: ${bin} suggest`,
  ];
  return lines.map((line) => wrap('', line, layout.width, 0)).join('\n');
}

function idleLines(idle: number): string[] {
  const verb = idle === 1 ? 'counts' : 'count';
  return idle === 0 ? [] : [`${count(idle, 'ignore entry')} ${verb} for nothing: why is on stderr (without -q) and in --format json`];
}

/** What is counted and not shown, by severity, and the flag that shows it. */
function hiddenLines({ summary }: Judgement, minSeverity: Severity): string[] {
  const hidden = severities.filter((severity) => !atLeast(severity, minSeverity) && summary[severity] > 0);
  const counts = hidden.map((severity) => `${summary[severity]} ${severity}`);
  return hidden.length === 0 ? [] : [`${counts.join(', ')} not shown: --min-severity ${hidden.at(-1)}`];
}

function exampleOf(findings: readonly Finding[]): string {
  const subject = findings.find((finding) => finding.subject)?.subject;
  return subject ? `, for example ${plain(subjectArgument(subject))}` : '';
}

/** The fields of the JSON answer. Findings below the limit are left out only where one was asked for; the summary counts all. */
export function findingsData({ judgement, all, minSeverity }: FindingsView): object {
  const keep = (finding: Finding) => atLeast(finding.severity, minSeverity);
  return {
    summary: judgement.summary,
    findings: judgement.findings.filter(keep),
    ...(all ? { expected: judgement.expected.filter(keep) } : {}),
  };
}
