import type { Severity } from '../model/finding.ts';
import type { Limitation } from '../model/gap.ts';
import { sortedByKey } from '../model/order.ts';
import type { Proof, Proposal, Rights } from '../model/proposal.ts';
import { subjectKey, subjectLabel } from '../model/subject.ts';
import type { SeenRight, SubjectUsage, UsageSummary } from '../model/usage.ts';
import { columns } from './columns.ts';
import { plain } from './plain.ts';
import { type Layout, paint } from './style.ts';
import { count, resourceText } from './words.ts';
import { wrap } from './wrap.ts';

/** Everything that is told of proposals from usage. */
export interface UsageAnswer {
  usage: UsageSummary;
  proposals: readonly Proposal[];
  /** What all proposals together change. */
  together: Proof;
  /** By subject, how many risks of each severity there are without proposals and with them. */
  risks: ReadonlyMap<string, { before: Record<Severity, number>; after: Record<Severity, number> }>;
  limitations: readonly Limitation[];
}

/** With more proposals than this, each gets a line instead of a block. */
const mostBlocks = 4;

/** Proposals from usage for people: what was asked, how much of what is granted that is, before and after, the proof, and what was refused. */
export function usageText(answer: UsageAnswer, layout: Layout): string {
  const { proposals, usage } = answer;
  const prose = (lines: readonly string[]): string[] => lines.map((line) => wrap('', line, layout.width, 0));
  const parts = [
    ...prose([logText(usage), ...warnings(answer).map((line) => `${paint(layout, 'yellow', 'warning')}: ${plain(line)}`)]),
    '',
    ...(proposals.length > mostBlocks
      ? [tableOf(answer, layout), '']
      : proposals.flatMap((proposal) => [blockOf(proposal, answer, layout), ''])),
    ...prose(remarks(answer)),
  ];
  return `${parts.join('\n')}\n`;
}

/** The log and its limits as lines for the head of a file. */
export function usageHead({ usage, limitations }: Pick<UsageAnswer, 'usage' | 'limitations'>): string[] {
  return [
    logText(usage),
    ...limitations.filter(({ source }) => source === usage.log.sources.join(', ')).map(({ message }) => `note: ${message}`),
  ];
}

function logText({ log, subjects }: UsageSummary): string {
  const when = log.first === '' ? '' : ` in ${daysText(log.days)} (${day(log.first)} to ${day(log.last)})`;
  return plain(
    `${log.sources.join(', ')}: ${number(log.counts.requests)} requests${when}; of them by ${count(subjects.length, 'subject')} with rights of their own`,
  );
}

/** What may make a proposal too small is told above it. */
function warnings({ usage, limitations }: UsageAnswer): string[] {
  const codes = new Set(['short-window', 'no-reads', 'no-urls', 'no-groups', 'no-decision']);
  return limitations.filter(({ code, source }) => codes.has(code) && source === usage.log.sources.join(', ')).map(({ message }) => message);
}

function usagesOf({ subjects }: Proposal, { usage }: UsageAnswer): SubjectUsage[] {
  const keys = new Set(subjects.map(subjectKey));
  return usage.subjects.filter(({ subject }) => keys.has(subjectKey(subject)));
}

function blockOf(proposal: Proposal, answer: UsageAnswer, layout: Layout): string {
  const usages = usagesOf(proposal, answer);
  const heads = usages.map((one) => {
    const { granted, used } = one.rights;
    const rights = granted === 0 ? '' : `, ${used} ${used === 1 ? 'right' : 'rights'} used of ${granted} granted`;
    return `${paint(layout, 'bold', plain(subjectLabel(one.subject)))}: ${requestsText(one)}${rights}`;
  });
  const before = usages.map(({ rights }) => rights.before);
  const after = usages.map(({ rights }) => rights.after);
  const denied = usages.flatMap((one) => one.denied);
  const kept = usages.flatMap((one) => one.basis?.kept ?? []);
  const rows = [
    ['', 'before', 'after'],
    ['namespaces', each(before, scopes), each(after, scopes)],
    ['verbs x resources', each(before, total), each(after, total)],
    ['read / write / privileged', each(before, classes), each(after, classes)],
    ...(proposal.replaces.length === 0 ? [] : [['critical, high risks', ...risksText(usages, answer)]]),
  ];
  const facts = [
    ['proof', proofText(proposal)],
    ...(kept.length === 0 ? [] : [['kept, not seen', plain(`${[...new Set(kept.map(({ by }) => by))].join(', ')} (--drop-unseen)`)]]),
    ...deniedText(denied).map((line, index) => [index === 0 ? 'denied, not granted' : '', line]),
  ];
  return [
    ...heads.map((head) => wrap('', head, layout.width, 0)),
    table(rows, layout),
    facts.map(([head = '', text = '']) => wrap(`  ${head.padEnd(26)} `, text, layout.width, 29)).join('\n'),
  ].join('\n');
}

function table(rows: readonly (readonly string[])[], { width }: Layout): string {
  const [heads = [], ...others] = rows;
  // The heads of such a small table need no emphasis.
  const text = columns(heads, others, { width: width === undefined ? undefined : width - 2, color: false });
  return text.replace(/^/gm, '  ');
}

function tableOf(answer: UsageAnswer, layout: Layout): string {
  const rows = sortedByKey(answer.proposals, ({ subjects }) => subjects.map(subjectLabel).join()).map((proposal) => {
    const usages = usagesOf(proposal, answer);
    const requests = usages.reduce((sum, one) => sum + one.requests, 0);
    const [before = '', after = ''] = risksText(usages, answer);
    return [
      plain(proposal.subjects.map(subjectLabel).join(', ')),
      number(requests),
      plain(
        each(
          usages.map(({ rights }) => rights.before),
          placed,
        ),
      ),
      plain(
        each(
          usages.map(({ rights }) => rights.after),
          placed,
        ),
      ),
      `${before} -> ${after}`,
      number(usages.flatMap((one) => one.denied).reduce((sum, one) => sum + one.count, 0)),
    ];
  });
  const said = [
    'Rights are verbs on resources and URLs that the API serves: read / write / privileged.',
    `All together: ${usedText(
      answer.together,
      answer.proposals.every(({ replaces }) => replaces.length === 0),
    )}.`,
  ];
  return [
    columns(['SUBJECT', 'REQUESTS', 'RIGHTS BEFORE', 'AFTER', 'CRITICAL, HIGH', 'DENIED'], rows, layout),
    '',
    ...said.map((line) => wrap('', line, layout.width, 0)),
  ].join('\n');
}

function remarks({ usage, proposals }: UsageAnswer): string[] {
  const { unseen } = usage;
  const proposed = new Set(proposals.flatMap(({ subjects }) => subjects).map(subjectKey));
  const others = usage.subjects.filter(({ subject }) => !proposed.has(subjectKey(subject)));
  const unseenText = unseen.slice(0, 3).map(subjectLabel).join(', ') + (unseen.length > 3 ? ` and ${unseen.length - 3} more` : '');
  return [
    ...(proposals.length === 0 ? ['No proposals.'] : []),
    ...(others.length > 0
      ? [`${count(others.length, 'subject')} in the log, and nothing to propose for ${others.length === 1 ? 'it' : 'them'}.`]
      : []),
    ...(unseen.length > 0
      ? [
          plain(
            `${count(unseen.length, 'subject')} made no request, and keep${unseen.length === 1 ? 's' : ''} what ${unseen.length === 1 ? 'it has' : 'they have'}: ${unseenText}.`,
          ),
        ]
      : []),
    ...(proposals.length > 0 ? ['The manifests: --format yaml. What was used, not used and denied, right by right: --format json.'] : []),
  ];
}

function requestsText({ requests, first, last }: SubjectUsage): string {
  const when = first === '' ? '' : ` (${day(first)} to ${day(last)})`;
  return `${number(requests)} ${requests === 1 ? 'request' : 'requests'}${when}`;
}

function proofText({ proof, replaces }: Proposal): string {
  const isNew = replaces.length === 0;
  return `${usedText(proof, isNew)}${isNew ? '' : '; no other subject changes'}`;
}

function usedText({ used, lost, inert }: Proof, isNew: boolean): string {
  const asked = used ? ` (${number(used.requests)} different requests asked)` : '';
  const rest = lost.length - inert.length;
  return `${isNew ? 'used <= new, and nothing beyond it but what is generalised' : 'used <= new <= old'}: holds${asked}${rest === 0 ? '' : `; ${rest} kinds of requests dropped`}`;
}

function risksText(usages: readonly SubjectUsage[], { risks }: UsageAnswer): [string, string] {
  const sides = usages.flatMap(({ subject }) => risks.get(subjectKey(subject)) ?? []);
  const sum = (side: 'before' | 'after', severity: Severity) => sides.reduce((total, one) => total + one[side][severity], 0);
  return [`${sum('before', 'critical')}, ${sum('before', 'high')}`, `${sum('after', 'critical')}, ${sum('after', 'high')}`];
}

/** So many kinds of refused requests are told. */
const mostDenied = 3;

function deniedText(denied: readonly SeenRight[]): string[] {
  const sorted = [...denied].sort((a, b) => b.count - a.count);
  const lines = sorted.slice(0, mostDenied).map((right) => {
    const what = 'path' in right ? right.path : `${resourceText(right)}${right.namespace === '' ? '' : ` in ${right.namespace}`}`;
    const last = right.last === '' ? '' : ` (last ${day(right.last)})`;
    return plain(`${number(right.count)} x ${right.verb} ${what}${last}`);
  });
  return denied.length > mostDenied ? [...lines, `and ${denied.length - mostDenied} more kinds`] : lines;
}

function scopes({ scopes: places }: Rights): string {
  if (places.length === 0) return 'none';
  if (places.includes('*')) return places.length === 1 ? 'all (*)' : `all (*), ${places.filter((place) => place !== '*').join(', ')}`;
  return places.length > 4 ? `${places.length} of them` : places.join(', ');
}

function total({ read, write, privileged }: Rights): string {
  return String(read + write + privileged);
}

/** One after the other, for subjects that one proposal is for. */
function each(sides: readonly Rights[], text: (rights: Rights) => string): string {
  return sides.map(text).join('; ');
}

function classes({ read, write, privileged }: Rights): string {
  return `${read} / ${write} / ${privileged}`;
}

function placed(rights: Rights): string {
  return `${classes(rights)} ${scopes(rights)}`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

function daysText(days: number): string {
  return days < 1 ? 'less than a day' : `${Math.floor(days)} ${Math.floor(days) === 1 ? 'day' : 'days'}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
