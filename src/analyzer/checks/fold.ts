import type { Finding } from '../../model/finding.ts';
import type { Scope } from '../../model/grant.ts';
import { byCodeUnit } from '../../model/order.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import { anyRisk, type Check, type Fact } from './check.ts';
import { holdingKey } from './grants.ts';
import { rulesOf } from './rules.ts';
import { rank } from './severity.ts';

/** A finding with what it was made of. */
export interface Judged {
  check: Check;
  fact: Fact;
  finding: Finding;
}

/** The checks whose findings say that a subject may do everything in a scope: nothing else that it holds there adds to that. */
const fullControl: ReadonlySet<string> = new Set(['cluster-admin-binding', 'cluster-admin-equivalent']);

/**
 * Writes into each finding's `implied` the ids of the findings that it makes superfluous to read. A finding is implied by a
 * stronger or equal one of a check in its `impliedBy`, or by one of its own check in a wider scope, for the same subject:
 *   - in the same role and for all of the same rules, since whoever mends the one mends the other; or
 *   - in any role, where the other one is full control of the scope.
 * Returns the ids of all implied findings.
 */
export function fold(judged: readonly Judged[]): Set<string> {
  const index = new Holdings(judged);
  const impliedBy = new Map<Judged, Judged>();
  for (const weaker of judged) {
    const stronger = index.candidates(weaker).find((candidate) => implies(candidate, weaker));
    if (stronger) impliedBy.set(weaker, stronger);
  }
  const implied = new Set<string>();
  for (const weaker of impliedBy.keys()) {
    let top = weaker;
    for (let next = impliedBy.get(top); next; next = impliedBy.get(top)) top = next;
    top.finding.implied.push(weaker.finding.id);
    implied.add(weaker.finding.id);
  }
  for (const { finding } of judged) finding.implied.sort(byCodeUnit);
  return implied;
}

function implies(stronger: Judged, weaker: Judged): boolean {
  if (stronger === weaker || rank(stronger.finding.severity) > rank(weaker.finding.severity)) return false;
  const sameCheck = stronger.check === weaker.check && stronger.fact.scope !== weaker.fact.scope;
  if (!sameCheck && !isDeclared(stronger.check, weaker.check)) return false;
  return fullControl.has(stronger.check.id) || hasAllRules(stronger.fact, weaker.fact);
}

function isDeclared(stronger: Check, weaker: Check): boolean {
  if (weaker.impliedBy.includes(stronger.id)) return true;
  return weaker.impliedBy.includes(anyRisk) && stronger.kind === 'risk';
}

function hasAllRules(stronger: Fact, weaker: Fact): boolean {
  const rules = new Set(rulesOf(stronger.because));
  return rulesOf(weaker.because).every((rule) => rules.has(rule));
}

/** Findings by subject, role and scope, so that a finding meets only those that might imply it. */
class Holdings {
  private readonly byHolding = new Map<string, Judged[]>();
  private readonly inFullControl = new Map<string, Judged>();

  constructor(judged: readonly Judged[]) {
    for (const item of judged) {
      const { subject, role, scope } = item.fact;
      if (!subject || !role) continue;
      add(this.byHolding, holdingKey(subject, role, scope), item);
      const key = subjectScopeKey(subject, scope);
      // One is enough, and the first is the plainest: the registry lists cluster-admin-binding first.
      if (fullControl.has(item.check.id) && !this.inFullControl.has(key)) this.inFullControl.set(key, item);
    }
  }

  /** What might imply a finding, the widest first. */
  candidates({ fact: { subject, role, scope } }: Judged): Judged[] {
    if (!subject || !role) return [];
    const scopes = scope === '*' ? ['*'] : ['*', scope];
    return [
      ...scopes.flatMap((wider) => this.inFullControl.get(subjectScopeKey(subject, wider)) ?? []),
      ...scopes.flatMap((wider) => this.byHolding.get(holdingKey(subject, role, wider)) ?? []),
    ];
  }
}

function subjectScopeKey(subject: Subject, scope: Scope): string {
  return `${subjectKey(subject)}\u0001${scope}`;
}

function add(map: Map<string, Judged[]>, key: string, item: Judged): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}
