import { type Severity, severities } from '../model/finding.ts';
import { columns } from './columns.ts';
import type { CheckInfo } from './report-view.ts';
import { type Layout, paint, severityText } from './style.ts';
import { count } from './words.ts';
import { wrap } from './wrap.ts';

/** A check of the catalogue, and where it is asked for its page. */
export interface CheckEntryView extends CheckInfo {
  page: string;
  text?: string | undefined;
}

/** What the two kinds of checks have in common. */
const kinds: readonly [kind: CheckInfo['kind'], title: string][] = [
  ['risk', 'Risks: what subjects can do. The severity is where judgement starts; scope, names and subject change it.'],
  ['lint', 'Hygiene: how roles and bindings are written. As bad everywhere.'],
];

/** The catalogue for people: the checks of each kind, worst first. */
export function checksText(checks: readonly CheckInfo[], bin: string, layout: Layout): string {
  const blocks = kinds.flatMap(([kind, title]) => {
    const own = worstFirst(checks.filter((check) => check.kind === kind));
    if (own.length === 0) return [];
    const rows = own.map(({ id, base, title: text }) => [severityText(layout, base), id, text]);
    return [wrap('', paint(layout, 'bold', title), layout.width, 0), columns(['SEVERITY', 'CHECK', 'FINDS'], rows, layout)];
  });
  return `${[count(checks.length, 'check'), ...blocks, `What one of them means: ${bin} checks ID`].join('\n\n')}\n`;
}

/** The catalogue as a page: a table for each kind. */
export function checksMarkdown(checks: readonly CheckInfo[]): string {
  const blocks = kinds.flatMap(([kind, title]) => {
    const rows = worstFirst(checks.filter((check) => check.kind === kind)).map(
      ({ id, base, title: text }) => `| ${id} | ${text} | ${base} |`,
    );
    return rows.length === 0 ? [] : [title, ['| check | finds | starts as |', '| --- | --- | --- |', ...rows].join('\n')];
  });
  return `${['# Checks', ...blocks].join('\n\n')}\n`;
}

function worstFirst(checks: readonly CheckInfo[]): CheckInfo[] {
  const rank = (severity: Severity) => severities.indexOf(severity);
  return checks.toSorted((a, b) => rank(a.base) - rank(b.base));
}

/** The fields of the JSON answer, in the order of the catalogue. */
export function checksData(checks: readonly CheckEntryView[]): object {
  return {
    checks: checks.map(({ id, kind, base, title, remediation, references, page, text }) => {
      return { id, kind, severity: base, title, remediation, references, page, ...(text !== undefined && { text }) };
    }),
  };
}
