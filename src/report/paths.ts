import { byCodeUnit } from '../model/order.ts';
import { type Chain, type Cut, conditionalHops, type Goal, goals, type Hop, type Paths, type SubjectPaths } from '../model/path.ts';
import { type Subject, subjectArgument, subjectKey, subjectLabel } from '../model/subject.ts';
import { columns } from './columns.ts';
import { goalText, hopText, hopViaText } from './hops.ts';
import { plain } from './plain.ts';
import { type Layout, paint } from './style.ts';
import { count, objectText, rbacOnly, subjectCell } from './words.ts';
import { wrap } from './wrap.ts';

export interface PathsView {
  paths: Paths;
  /** Whose paths were asked for, and to where; undefined for all. */
  subject: Subject | undefined;
  goal: Goal | undefined;
  /** Whether everybody is listed, Kubernetes' own subjects too. */
  all: boolean;
  /** Whose grants are expected, such as `Kubernetes itself`. */
  expectedOf: string;
  /** The command to look further. */
  bin: string;
}

/** A subject and the worst that it gets to. */
interface Row {
  subject: SubjectPaths;
  chain: Chain;
}

/** More rows than this fill more than a screen. */
const mostRows = 20;
const mostInCut = 6;

/** The paths for people: hop by hop for one subject, else one row for each. */
export function pathsText(view: PathsView, layout: Layout): string {
  const { subject } = view;
  const blocks = subject ? subjectBlocks(subject, view, layout) : overviewBlocks(view, layout);
  return `${blocks.join('\n\n')}\n`;
}

/** The rows that people read: those who are expected to get there, and those who have it as members of a group, stand apart. */
export function listedRows({ paths, all }: Pick<PathsView, 'paths' | 'all'>): Row[] {
  return rowsOf(paths).filter((row) => all || (!row.subject.expected && !isThroughGroup(row)));
}

function rowsOf({ subjects }: Paths): Row[] {
  return subjects.flatMap((subject) => subject.chains.slice(0, 1).map((chain) => ({ subject, chain })));
}

/** True where the subject itself has no part in it: the group is listed. */
function isThroughGroup({ chain }: Row): boolean {
  const [first] = chain.hops;
  return first !== undefined && first.via.length > 0 && first.via.every(({ group }) => group !== undefined);
}

function overviewBlocks(view: PathsView, layout: Layout): string[] {
  const { paths, goal, all } = view;
  const rows = listedRows(view).sort(byWorst);
  const title = paint(layout, 'bold', goal ? `Who can get to ${goalText(goal)}?` : 'Who can get where?');
  if (rows.length === 0 && !all) return [`${title}  nobody`, ...asideLines(view, 0), rbacOnly];
  const shown = all ? rows : rows.slice(0, mostRows);
  const cells = shown.map(({ subject, chain }) => [subjectCell(subject), chain.goal, String(chain.hops.length), firstHop(chain)]);
  return [
    `${title}  ${summary(rows)}`,
    columns(['SUBJECT', 'REACHES', 'HOPS', 'FIRST'], cells, layout),
    ...asideLines(view, rows.length - shown.length),
    ...paths.cuts.slice(0, 1).map((cut) => cutText(cut, 'every path', layout)),
    wrap('', footText(view, shown[0]?.subject), layout.width, 0),
  ];
}

function byWorst(a: Row, b: Row): number {
  return (
    goalRank(a) - goalRank(b) ||
    doubts(a) - doubts(b) ||
    a.chain.hops.length - b.chain.hops.length ||
    byCodeUnit(subjectKey(a.subject), subjectKey(b.subject))
  );
}

/** Ways that work in some clusters only come after those that work in all. */
function doubts({ chain }: Row): number {
  return chain.hops.filter(({ kind }) => conditionalHops.has(kind)).length;
}

function goalRank({ chain }: Row): number {
  return goals.indexOf(chain.goal);
}

function summary(rows: readonly Row[]): string {
  const counts = goals.map((goal) => [goal, rows.filter(({ chain }) => chain.goal === goal).length] as const);
  return counts.flatMap(([goal, number]) => (number === 0 ? [] : [`${number} ${goal}`])).join('  ');
}

function firstHop({ hops: [first] }: Chain): string {
  return first ? hopText(first) : '';
}

function asideLines({ paths, all, expectedOf }: PathsView, hidden: number): string[] {
  if (all) return [];
  const rows = rowsOf(paths);
  const own = rows.filter(({ subject }) => subject.expected).length;
  const members = rows.filter((row) => !row.subject.expected && isThroughGroup(row)).length;
  const lines = [
    ...(hidden > 0 ? [`and ${count(hidden, 'subject')} more: --all`] : []),
    ...(members > 0 ? [`and ${count(members, 'subject')} as members of these groups: --all`] : []),
    ...(own > 0 ? [`and ${count(own, 'subject')} of ${plain(expectedOf)}, as expected: --all`] : []),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function footText({ bin }: PathsView, example: Subject | undefined): string {
  const hint = example ? `, for example ${plain(subjectArgument(example))}` : '';
  return `Hop by hop: ${bin} paths SUBJECT${hint}\n${rbacOnly}`;
}

function subjectBlocks(subject: Subject, { paths, goal, expectedOf }: PathsView, layout: Layout): string[] {
  const [found] = paths.subjects;
  const name = plain(subjectLabel(subject));
  if (!found)
    return [
      wrap('', `${name} ${goal ? `cannot get to ${goalText(goal)}` : 'gets nowhere: no path to any goal'}.`, layout.width, 0),
      rbacOnly,
    ];
  const [first] = found.chains;
  // Who has the cluster has all the rest.
  const shown = first?.goal === 'cluster-admin' ? [first] : found.chains;
  const blocks = shown.flatMap((chain) => {
    const cut = paths.cuts.find((one) => one.goal === chain.goal);
    return [chainText(name, chain, layout), cut ? cutText(cut, 'each of its paths', layout) : uncutText(expectedOf)];
  });
  const rest = found.chains.length - shown.length;
  return [...blocks, ...(rest > 0 ? ['cluster-admin includes all other goals; the shortest way to one: --to GOAL'] : []), rbacOnly];
}

const uncutText = (expectedOf: string) => `Nothing to remove: what leads there is expected (${plain(expectedOf)}).`;
const numberWidth = 4;

function chainText(name: string, { goal, hops }: Chain, layout: Layout): string {
  const title = wrap('', paint(layout, 'bold', `${name} can get to ${goalText(goal)}: ${count(hops.length, 'hop')}`), layout.width, 0);
  return [title, ...hops.map((hop, index) => hopLines(hop, index + 1, layout))].join('\n');
}

function hopLines(hop: Hop, number: number, layout: Layout): string {
  const lines = hop.via.map((via) => wrap(' '.repeat(numberWidth), paint(layout, 'gray', hopViaText(via)), layout.width, numberWidth));
  return [wrap(String(number).padEnd(numberWidth), hopText(hop), layout.width, numberWidth), ...lines].join('\n');
}

function cutText({ goal, bindings, minimal }: Cut, what: string, layout: Layout): string {
  const named = bindings.slice(0, mostInCut).map(objectText).join(', ');
  const more = bindings.length > mostInCut ? ` and ${bindings.length - mostInCut} more (--format json)` : '';
  const size = minimal ? '' : ' A smaller set may do.';
  return wrap(
    '',
    `To cut ${what} to ${goalText(goal)}, remove ${count(bindings.length, 'binding')}: ${named}${more}.${size}`,
    layout.width,
    0,
  );
}

/** The fields of the JSON answer. */
export function pathsData({ paths, subject, goal }: PathsView): object {
  return { ...(subject && { subject }), ...(goal && { goal }), subjects: paths.subjects, cuts: paths.cuts };
}
