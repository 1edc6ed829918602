import type { ReportingDescriptor } from 'sarif';
import type { Finding, Severity } from '../../model/finding.ts';
import { plain } from '../plain.ts';
import type { CheckInfo, ListedFinding } from '../report-view.ts';

/** The rules of a run, each once, in the order of their first finding. */
export class Rules {
  readonly descriptors: ReportingDescriptor[] = [];
  private readonly checks: ReadonlyMap<string, CheckInfo>;
  private readonly indexes = new Map<string, number>();

  constructor(findings: readonly ListedFinding[], checks: readonly CheckInfo[], pageOf: (check: string) => string | undefined) {
    this.checks = new Map(checks.map((check) => [check.id, check]));
    for (const { finding } of findings) {
      const id = this.idOf(finding);
      if (this.indexes.has(id)) continue;
      this.indexes.set(id, this.descriptors.length);
      const { check, severity } = finding;
      this.descriptors.push(descriptor(id, this.checks.get(check) ?? infoOf(finding), severity, pageOf(check)));
    }
  }

  /**
   * A check at one severity. GitHub takes the severity of an alert from its rule, and one check is as bad as where it holds, so
   * each severity but the one that a check starts with is a rule of its own: `secrets-read`, `secrets-read/medium`.
   */
  idOf({ check, severity }: Finding): string {
    return severity === this.checks.get(check)?.base ? check : `${check}/${severity}`;
  }

  indexOf(finding: Finding): number {
    return this.indexes.get(this.idOf(finding)) ?? -1;
  }
}

/** A check that is not in the catalogue, as far as a finding tells. */
function infoOf({ check, statement, base, references, remediation }: Finding): CheckInfo {
  return { id: check, title: statement, kind: 'risk', base, references, remediation };
}

/** SARIF knows three levels. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'critical' || severity === 'high') return 'error';
  return severity === 'medium' ? 'warning' : 'note';
}

/** GitHub's scale: critical from 9.0, high from 7.0, medium from 4.0. What is for information only has none. */
const scores: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: undefined,
};

/** GitHub takes no more tags of a rule. */
const mostTags = 20;

function descriptor(id: string, check: CheckInfo, severity: Severity, text: string | undefined): ReportingDescriptor {
  const page = text && withoutRelativeLinks(text);
  const title = plain(check.title);
  const help = [plain(check.remediation), ...check.references];
  const helpUri = check.references.find((reference) => reference.startsWith('https://'));
  const tags = ['security', 'kubernetes', 'rbac', check.kind, ...check.references.filter((reference) => !reference.includes('://'))];
  const score = scores[severity];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: (page && introduction(page)) || `${title}.` },
    help: { text: help.join('\n'), markdown: page ?? help.join('\n\n') },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: tags.slice(0, mostTags), precision: 'high', ...(score !== undefined && { 'security-severity': score }) },
  };
}

/** Pages link to one another, which leads nowhere outside their folder. */
function withoutRelativeLinks(page: string): string {
  return page.replaceAll(/\[([^\]\n]*)\]\((?!https?:)[^)\n]*\)/g, '$1');
}

/** The first paragraph of a page, below its heading, in one line. */
function introduction(page: string): string {
  const [, paragraph = ''] = page.split(/\n\s*\n/);
  return paragraph.replaceAll(/\s*\n\s*/g, ' ').trim();
}
