import { byCodeUnit } from '../model/order.ts';
import type { Chain, Stop } from '../model/path.ts';
import { subjectLabel } from '../model/subject.ts';
import { stopText } from './hops.ts';
import { listedRows, type PathsView } from './paths.ts';
import { plain } from './plain.ts';

/** The chains of the table as a graph for Graphviz; steps that several chains share are drawn once. */
export function pathsDot(view: PathsView): string {
  const chains = view.subject
    ? view.paths.subjects.flatMap((subject) => subject.chains.map((chain) => ({ subject, chain })))
    : listedRows(view);
  const edges = new Set(chains.flatMap(({ subject, chain }) => edgesOf(plain(subjectLabel(subject)), chain)));
  const goals = new Set(chains.flatMap(({ chain }) => endOf(chain)));
  return [
    'digraph paths {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...[...goals].sort(byCodeUnit).map((end) => `  ${quoted(end)} [style=bold];`),
    ...[...edges].sort(byCodeUnit).map((edge) => `  ${edge}`),
    '}\n',
  ].join('\n');
}

function edgesOf(start: string, { hops }: Chain): string[] {
  return hops.map(({ kind, to }, index) => {
    const from = index === 0 ? start : nameOf(hops[index - 1]?.to ?? to);
    return `${quoted(from)} -> ${quoted(nameOf(to))} [label=${quoted(kind)}];`;
  });
}

function endOf({ hops }: Chain): string[] {
  const last = hops.at(-1);
  return last ? [nameOf(last.to)] : [];
}

function nameOf(stop: Stop): string {
  return stopText(stop);
}

/** A quoted ID of the DOT language: only quotes and backslashes mean something in it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
