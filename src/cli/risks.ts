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

export function risksOf(access: Access, proposals: readonly Proposal[]): Risks {
  const before = count(access);
  return { before, after: proposals.length === 0 ? before : count(buildAccess(applied(access.snapshot, proposals))) };
}

const risks: ReadonlySet<string> = new Set(checks.filter(({ kind }) => kind === 'risk').map(({ id }) => id));

/**
 * Counts each risk once for a subject and a scope, at its worst, however many roles it takes to hold it: proposals make new roles.
 * Those that others imply count too, since what implies what depends on the roles.
 */
function count(access: Access): Record<Severity, number> {
  const worst = new Map<string, Severity>();
  for (const { check, subject, scope, severity } of runChecks(access).findings) {
    if (!risks.has(check) || !subject) continue;
    const key = `${check}\u0000${scope}\u0000${subjectKey(subject)}`;
    const known = worst.get(key);
    if (known === undefined || severities.indexOf(severity) < severities.indexOf(known)) worst.set(key, severity);
  }
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const severity of worst.values()) counts[severity]++;
  return counts;
}
