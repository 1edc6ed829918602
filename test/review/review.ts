import type { Access } from '../../src/analyzer/access/access.ts';
import { checks, runChecks } from '../../src/analyzer/checks/index.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { type Acceptance, accept } from '../../src/review/acceptance.ts';
import { parseConfig } from '../../src/review/config.ts';
import { entryAcceptance } from '../../src/review/ignore-entries.ts';
import { documentOf } from './document.ts';

export interface Reviewed {
  judgement: Judgement;
  /** What is said about acceptances that count for nothing, as `CODE: MESSAGE`. */
  idle: string[];
}

/** The acceptances of a configuration. */
export function acceptancesIn(yaml: string): Acceptance[] {
  const ids = checks.map(({ id }) => id);
  return parseConfig(documentOf(yaml), ids).ignore.map((entry) => entryAcceptance(entry, '.rbac-audit.yaml'));
}

/** Judges what is granted with acceptances, as on a certain day. */
export function review(access: Access, acceptances: readonly Acceptance[], today = '2026-06-01'): Reviewed {
  const idle: string[] = [];
  const judgement = runChecks(access, {
    accept: (judged) => {
      const result = accept(judged, acceptances, today);
      idle.push(...result.idle.map(({ code, message }) => `${code}: ${message}`));
      return result.accepted;
    },
  });
  return { judgement, idle };
}

/** What was accepted, by check and title. */
export function acceptedIn({ judgement }: Reviewed): string[] {
  return judgement.findings.filter(({ ignored }) => ignored).map(({ check, title }) => `${check}: ${title}`);
}
