import { severities } from '../model/finding.ts';
import { gapSentence } from '../model/gap.ts';
import { chainsOf, type Some, someOf } from './chains.ts';
import { alsoOf, type Entry, entriesOf, entryTitle, holdersOf, joinedEntries, milderOf } from './entries.ts';
import { severityReason, shownByDefault, summaryText } from './findings.ts';
import { chainText } from './hops.ts';
import { acceptanceText } from './ignored.ts';
import { code, htmlText, markdownText, short } from './markdown-text.ts';
import { atLeast, inReadingOrder, limitsText, type ReportView } from './report-view.ts';
import { count } from './words.ts';

/** GitHub refuses a longer comment; GitLab takes more. */
const mostCharacters = 65_536;
/** What the end may take, which says what was left out. */
const reserve = 2_000;

const mostRows = 50;
const mostListed = 10;
/** Longer titles and names are cut, lest one of them take all the room. */
const longestTitle = 400;
const longestName = 200;
const longestGap = 300;
const longestText = 1_000;

/** The report as a comment on a pull request: a table, then the entries, each folded, worst first, as many as a comment may hold. */
export function markdown(view: ReportView): string {
  const minSeverity = view.minSeverity ?? shownByDefault;
  const ofChecks = entriesOf(inReadingOrder(view.judgement.findings, view.checks, minSeverity));
  const entries = joinedEntries(ofChecks);
  const blocks = [headText(view), ...gapBlocks(view), ...tableBlocks(ofChecks)];
  let room = mostCharacters - reserve - lengthOf(blocks);
  const left: Entry[] = [];
  for (const entry of lengthOf(entries.map(entryText)) <= room ? entries : checkByCheck(entries)) {
    const text = entryText(entry);
    if (left.length > 0 || lengthOf([text]) > room) left.push(entry);
    else {
      room -= lengthOf([text]);
      blocks.push(text);
    }
  }
  const ignored = ignoredText(view);
  if (ignored !== '' && lengthOf([ignored]) <= room) blocks.push(ignored);
  return `${[...blocks, footText(view, left)].join('\n\n')}\n`;
}

/** Of each severity the first entry of each check, then the second of each, so that none of them crowds out the others. */
function checkByCheck(entries: readonly Entry[]): Entry[] {
  const known = new Map<string, number>();
  const placed = entries.map((entry) => {
    const { severity, check } = entry.worst;
    const kind = `${severity} ${check}`;
    const nth = known.get(kind) ?? 0;
    known.set(kind, nth + 1);
    return { entry, rank: severities.indexOf(severity), nth };
  });
  return placed.sort((a, b) => a.rank - b.rank || a.nth - b.nth).map(({ entry }) => entry);
}

function lengthOf(blocks: readonly string[]): number {
  return blocks.reduce((length, block) => length + block.length + '\n\n'.length, 0);
}

function headText({ coverage, judgement, expectedOf }: ReportView): string {
  const { source, subjects, bindings, roles } = coverage;
  const extent = `${count(subjects, 'subject')}, ${count(bindings, 'binding')}, ${count(roles, 'role')}`;
  const counts = summaryText(judgement.summary, expectedOf, (_, text) => `**${text}**`).replaceAll(/ {2,}/g, ' ');
  const limits = limitsText(coverage);
  const lines = [...(limits === '' ? [] : [markdownText(short(limits, longestText)).trimEnd()]), counts, extent];
  return `<!-- rbac-audit -->\n## RBAC audit of ${code(short(source, longestName))}\n\n${lines.join('\n')}`;
}

function gapBlocks({ gaps }: ReportView): string[] {
  if (gaps.length === 0) return [];
  const items = gaps.slice(0, mostListed).map((gap) => `- ${markdownText(short(gapSentence(gap), longestGap))}`);
  const more = gaps.length > mostListed ? [`- and ${gaps.length - mostListed} more`] : [];
  return [[`**${count(gaps.length, 'gap')}: this report may be incomplete.**\n`, ...items, ...more].join('\n')];
}

/** `12 critical, 3 high`. */
function severitiesOf(entries: readonly Entry[]): string {
  const counts = severities.map((severity) => ({ severity, number: entries.filter(({ worst }) => worst.severity === severity).length }));
  return counts.flatMap(({ severity, number }) => (number > 0 ? [`${number} ${severity}`] : [])).join(', ');
}

/** How many causes each check has, by severity, and how many subjects they concern. */
function tableBlocks(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const groups = [...Map.groupBy(entries, ({ worst }) => `${severities.indexOf(worst.severity)} ${worst.check}`).values()];
  const rows = groups.slice(0, mostRows).map((group) => {
    const { severity, check } = group[0]?.worst ?? { severity: '', check: '' };
    const subjects = new Set(
      group.flatMap(({ findings }) => findings.flatMap(({ subject }) => (subject ? [JSON.stringify(subject)] : []))),
    );
    return `| ${severity} | ${markdownText(check)} | ${group.length} | ${subjects.size || ''} |`;
  });
  const table = ['| severity | check | causes | subjects |', '| --- | --- | ---: | ---: |', ...rows].join('\n');
  return groups.length > mostRows ? [table, `and ${groups.length - mostRows} more lines`] : [table];
}

function entryText(entry: Entry): string {
  const { severity, check, detail, remediation } = entry.worst;
  const { bindings, roles, places } = chainsOf(entry);
  const items: [string, string][] = [
    ['check', code(check)],
    ['who', names(someOf(holdersOf(entry)))],
    ['milder', names(someOf(milderOf(entry)))],
    ['bound by', names(bindings)],
    ['role', names(roles)],
    ['at', names(places)],
    ['why', markdownText(short(detail, longestText))],
    ['also', markdownText(short(alsoText(entry), longestText))],
    ['path', entry.worst.path ? markdownText(short(chainText(entry.worst.path), longestText)) : ''],
    ['severity', markdownText(short(severityReason(entry.worst), longestText))],
    ['do', markdownText(short(remediation, longestText))],
  ];
  const lines = items.filter(([, text]) => text !== '').map(([label, text]) => `- **${label}** ${text}`);
  const title = htmlText(short(entryTitle(entry), longestTitle));
  return [`<details><summary><b>${severity.toUpperCase()}</b> ${title}</summary>`, lines.join('\n'), '</details>'].join('\n\n');
}

function alsoText(entry: Entry): string {
  const { shown, more } = someOf(alsoOf(entry), mostListed);
  return `${shown.map((statement) => short(statement, longestName)).join('; ')} ${more}`.trim();
}

function names({ shown, more }: Some): string {
  return `${shown.map((name) => code(short(name, longestName))).join(', ')} ${more}`.trim();
}

function ignoredText({ judgement }: ReportView): string {
  const accepted = judgement.findings.flatMap(({ ignored, title }) => (ignored ? [{ ignored, title }] : []));
  if (accepted.length === 0) return '';
  const items = accepted.slice(0, mostListed).map(({ ignored, title }) => {
    return `- ${markdownText(short(title, longestTitle))}: ${markdownText(short(acceptanceText(ignored), longestText))}`;
  });
  const more = accepted.length > mostListed ? [`- and ${accepted.length - mostListed} more`] : [];
  const title = `<details><summary>${count(accepted.length, 'ignored finding')}</summary>`;
  return [title, [...items, ...more].join('\n'), '</details>'].join('\n\n');
}

function footText({ judgement: { summary }, minSeverity = shownByDefault }: ReportView, left: readonly Entry[]): string {
  const hidden = severities.filter((severity) => !atLeast(severity, minSeverity) && summary[severity] > 0);
  const counts = hidden.map((severity) => `${summary[severity]} ${severity}`);
  const lines = [
    ...(left.length > 0
      ? [`**${count(left.length, 'entry')} left out** (${severitiesOf(left)}), since a comment holds ${mostCharacters} characters.`]
      : []),
    ...(hidden.length > 0 ? [`Not shown: ${counts.join(', ')} (\`--min-severity ${hidden.at(-1)}\`).`] : []),
    'What a check means: `rbac-audit checks ID`. All findings: `rbac-audit report --format json`.',
  ];
  return lines.join('\n');
}
