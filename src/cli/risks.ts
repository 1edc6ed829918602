import type { Access } from '../analyzer/access/access.ts';
import { buildAccess } from '../analyzer/access/build.ts';
import { checks, runChecks } from '../analyzer/checks/index.ts';
import { applied } from '../generator/apply.ts';
import { type Severity, severities } from '../model/finding.ts';
import type { Proposal } from '../model/proposal.ts';
import { subjectKey } from '../model/subject.ts';

/** How many risks of each severity there are without proposals and with them. */
export interface Risks {
  before: Record<Severity, number>;
  after: Record<Severity, number>;
}

/** The risks of all subjects together. */
export function risksOf(access: Access, proposals: readonly Proposal[]): Risks {
  const all = [...risksBySubject(access, proposals).values()];
  return { before: sum(all.map(({ before }) => before)), after: sum(all.map(({ after }) => after)) };
}

/** The risks of each subject that has any, by its key. */
export function risksBySubject(access: Access, proposals: readonly Proposal[]): Map<string, Risks> {
  const before = count(access);
  const after = proposals.length === 0 ? before : count(buildAccess(applied(access.snapshot, proposals)));
  const keys = new Set([...before.keys(), ...after.keys()]);
  return new Map([...keys].map((key) => [key, { before: before.get(key) ?? none(), after: after.get(key) ?? none() }]));
}

const risks: ReadonlySet<string> = new Set(checks.filter(({ kind }) => kind === 'risk').map(({ id }) => id));

/**
 * Counts each risk once for a subject and a scope, at its worst, however many roles it takes to hold it: proposals make new roles.
 * Those that others imply count too, since what implies what depends on the roles, and a smaller role would look worse.
 */
function count(access: Access): Map<string, Record<Severity, number>> {
  const worst = new Map<string, Map<string, Severity>>();
  for (const { check, subject, scope, severity } of runChecks(access).findings) {
    if (!risks.has(check) || !subject) continue;
    const key = subjectKey(subject);
    const own = worst.get(key) ?? new Map<string, Severity>();
    worst.set(key, own);
    const known = own.get(`${check}\u0000${scope}`);
    if (known === undefined || severities.indexOf(severity) < severities.indexOf(known)) own.set(`${check}\u0000${scope}`, severity);
  }
  return new Map([...worst].map(([key, own]) => [key, tallied(own.values())]));
}

function tallied(found: Iterable<Severity>): Record<Severity, number> {
  const counts = none();
  for (const severity of found) counts[severity]++;
  return counts;
}

function sum(all: readonly Record<Severity, number>[]): Record<Severity, number> {
  const total = none();
  for (const counts of all) for (const severity of severities) total[severity] += counts[severity];
  return total;
}

function none(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}
