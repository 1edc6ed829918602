import type { Judgement, Severity } from '../../model/finding.ts';
import type { Access } from '../access/access.ts';
import { type CheckOptions, findings } from './findings.ts';
import { registry } from './registry.ts';

export type { CheckOptions } from './findings.ts';

/** A check as the catalogue shows it. */
export interface CheckEntry {
  id: string;
  /** The page docs/checks/<page>.md; several checks may share one. */
  page: string;
  title: string;
  kind: 'risk' | 'lint';
  base: Severity;
  references: readonly string[];
  remediation: string;
}

/** The catalogue of checks. */
export const checks: readonly CheckEntry[] = registry.map(({ id, page = id, title, kind, base, references, remediation }) => {
  return { id, page, title, kind, base, references, remediation };
});

/** Runs all checks over what a snapshot grants: judged by scope and subject, folded, worst first. */
export function runChecks(access: Access, options: CheckOptions = {}): Judgement {
  return findings(access, registry, options);
}
