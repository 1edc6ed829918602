import { type Severity, severities } from '../model/finding.ts';
import { subjectLabel } from '../model/subject.ts';
import { someOf } from './chains.ts';
import { columns } from './columns.ts';
import type { Entry } from './entries.ts';
import { plain } from './plain.ts';
import type { CheckInfo } from './report-view.ts';
import { type Layout, severityText } from './style.ts';
import { count } from './words.ts';

/** Narrower terminals have no room for examples. */
const wideTerminal = 120;
const mostChecks = 30;

/** The entries of one check, worst first. */
interface CheckEntries {
  check: string;
  entries: Entry[];
}

/** One row per check, worst first: how many entries of each severity it has, and whom they concern. `catalogue` has the checks in order. */
export function overviewText(entries: readonly Entry[], catalogue: readonly CheckInfo[], layout: Layout): string {
  const shown = severities.filter((severity) => entries.some(({ worst }) => worst.severity === severity));
  const examples = layout.width !== undefined && layout.width < wideTerminal ? 0 : 3;
  const checks = byCheck(entries, catalogue);
  const heads = ['CHECK', ...shown.map((severity) => severity.toUpperCase()), 'SUBJECTS', ...(examples > 0 ? ['FOR EXAMPLE'] : [])];
  const rows = checks.slice(0, mostChecks).map((one) => rowOf(one, shown, examples, layout));
  const rest = checks.slice(mostChecks);
  const table = columns(heads, rows, layout);
  if (rest.length === 0) return table;
  return `${table}\nand ${count(rest.length, 'check')} more`;
}

function rowOf({ check, entries }: CheckEntries, shown: readonly Severity[], examples: number, layout: Layout): string[] {
  const holders = new Set(entries.flatMap(({ findings }) => findings.flatMap(({ subject }) => (subject ? [subjectLabel(subject)] : []))));
  const counts = shown.map((severity) => {
    const number = entries.filter(({ worst }) => worst.severity === severity).length;
    return number === 0 ? '-' : severityText(layout, severity, String(number));
  });
  const some = someOf([...holders].map(plain), examples);
  const example = `${some.shown.join(', ')} ${some.more}`.trim();
  return [check, ...counts, holders.size === 0 ? '-' : String(holders.size), ...(examples > 0 ? [example] : [])];
}

/** The entry of each check that is read first, in the order of the overview. */
export function worstOfEachCheck(entries: readonly Entry[], catalogue: readonly CheckInfo[]): Entry[] {
  return byCheck(entries, catalogue).flatMap(({ entries: [worst] }) => worst ?? []);
}

/** By the worst severity, then in the order of the catalogue, where what gives most comes first. */
function byCheck(entries: readonly Entry[], catalogue: readonly CheckInfo[]): CheckEntries[] {
  const places = new Map(catalogue.map(({ id }, index) => [id, index]));
  const groups = [...Map.groupBy(entries, ({ worst }) => worst.check)].map(([check, own]) => ({ check, entries: own }));
  const rank = ({ entries: [first] }: CheckEntries) => (first ? severities.indexOf(first.worst.severity) : severities.length);
  return groups.sort((a, b) => rank(a) - rank(b) || (places.get(a.check) ?? 0) - (places.get(b.check) ?? 0));
}
