import type { Finding } from '../../model/finding.ts';
import { holdingKey, type Scope } from '../../model/grant.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Rule } from '../../model/rule.ts';
import { subjectKey } from '../../model/subject.ts';
import { anyRisk, type Check, type Fact } from './check.ts';
import { identitiesOf } from './holdings.ts';
import { rulesOf } from './rules.ts';
import { rank } from './severity.ts';

/** A finding with what it was made of. */
export interface Judged {
  check: Check;
  fact: Fact;
  /** The subject, role and scope as one string; undefined for findings without a subject or a role. */
  holding: string | undefined;
  finding: Finding;
}

/** The checks whose findings say that a subject may do everything in a scope: nothing else that it holds there adds to that. */
const fullControl: ReadonlySet<string> = new Set(['cluster-admin-binding', 'cluster-admin-equivalent']);

/**
 * Writes into each finding's `implied` the ids of the findings that it makes superfluous to read. A finding is implied by a
 * stronger or equal one of a check in its `impliedBy`, or by one of its own check in a wider scope, for the same subject:
 *   - in the same role and for the same rules, since whoever mends the one mends the other: what takes several rights goes with
 *     the first of them; or
 *   - in any role, where the other one is full control of the scope; or
 *   - through whatever roles, where a right of its own only adds to what a group of the subject has all of, as its own check says of
 *     the group in that scope or a wider one.
 * Returns all that are implied.
 */
export function fold(judged: readonly Judged[]): Set<Judged> {
  const index = new Holdings(judged);
  const impliedBy = new Map<Judged, Judged>();
  for (const weaker of judged) {
    // Of two that imply each other the first goes.
    const isFree = (candidate: Judged) => topOf(candidate, impliedBy) !== weaker;
    const stronger =
      index.find(weaker, (candidate) => implies(candidate, weaker, index) && isFree(candidate)) ??
      index.findOfGroup(weaker, (candidate) => isNoMilder(candidate, weaker) && isFree(candidate));
    if (stronger) impliedBy.set(weaker, stronger);
  }
  const implied = Map.groupBy(impliedBy.keys(), (weaker) => topOf(weaker, impliedBy));
  for (const [top, weaker] of implied) top.finding.implied = weaker.map(({ finding }) => finding.id).sort(byCodeUnit);
  return new Set(impliedBy.keys());
}

/** The finding that stays to be read in the place of one, through however many steps. */
function topOf(item: Judged, impliedBy: ReadonlyMap<Judged, Judged>): Judged {
  let top = item;
  for (let next = impliedBy.get(top); next; next = impliedBy.get(top)) top = next;
  return top;
}

function isNoMilder(stronger: Judged, weaker: Judged): boolean {
  return rank(stronger.finding.severity) <= rank(weaker.finding.severity);
}

function implies(stronger: Judged, weaker: Judged, index: Holdings): boolean {
  if (stronger === weaker || !isNoMilder(stronger, weaker)) return false;
  const sameCheck = stronger.check === weaker.check && stronger.fact.scope !== weaker.fact.scope;
  if (!sameCheck && !isDeclared(stronger.check, weaker.check)) return false;
  return fullControl.has(stronger.check.id) || weaker.fact.because.every(({ rule }) => rule === undefined || index.restsOn(stronger, rule));
}

function isDeclared(stronger: Check, weaker: Check): boolean {
  if (weaker.impliedBy.includes(stronger.id)) return true;
  return weaker.impliedBy.includes(anyRisk) && stronger.kind === 'risk' && !stronger.impliedBy.includes(anyRisk);
}

/** So many links are looked through; the rules of more are put into a set, which most findings are not worth. */
const few = 4;

/** Findings by subject, role and scope, so that a finding meets only those that might imply it. */
class Holdings {
  private readonly byHolding = new Map<string, Judged[]>();
  private readonly inFullControl = new Map<string, Map<Scope, Judged>>();
  private readonly rules = new Map<Judged, ReadonlySet<Rule>>();
  /** What is said of groups, by their names, then by check and scope. */
  private readonly ofGroups = new Map<string, Map<string, Judged>>();

  constructor(judged: readonly Judged[]) {
    for (const item of judged) {
      if (item.holding === undefined) continue;
      const known = this.byHolding.get(item.holding);
      if (known) known.push(item);
      else this.byHolding.set(item.holding, [item]);
      if (fullControl.has(item.check.id)) this.addFullControl(item);
      const { subject, scope } = item.fact;
      if (subject?.kind === 'Group') {
        const known = this.ofGroups.get(subject.name) ?? new Map();
        this.ofGroups.set(subject.name, known.set(checkKey(item.check, scope), item));
      }
    }
  }

  /** One is enough, and the first is the plainest: the registry lists cluster-admin-binding first. */
  private addFullControl(item: Judged): void {
    const { subject, scope } = item.fact;
    if (!subject) return;
    const key = subjectKey(subject);
    const known = this.inFullControl.get(key) ?? new Map();
    if (!known.has(scope)) this.inFullControl.set(key, known.set(scope, item));
  }

  /** True if the rule is one of those behind a finding. */
  restsOn(item: Judged, rule: Rule): boolean {
    const { because, together = [] } = item.fact;
    if (because.length + together.length <= few) {
      return because.some((link) => link.rule === rule) || together.some((link) => link.rule === rule);
    }
    const rules = this.rules.get(item) ?? new Set(rulesOf([...because, ...together]));
    this.rules.set(item, rules);
    return rules.has(rule);
  }

  /** Of what might imply a finding, the first that satisfies a condition, the widest tried first. */
  find({ fact: { subject, role, scope }, holding }: Judged, isWanted: (candidate: Judged) => boolean): Judged | undefined {
    if (!subject || !role || holding === undefined) return undefined;
    const everything = this.inFullControl.get(subjectKey(subject));
    const inFull = everything && [everything.get('*'), everything.get(scope)].find((item) => item && isWanted(item));
    if (inFull) return inFull;
    const wider = scope === '*' ? undefined : this.byHolding.get(holdingKey(subject, role, '*'));
    return wider?.find(isWanted) ?? this.byHolding.get(holding)?.find(isWanted);
  }

  /** For what takes several rights, the first that satisfies a condition of what the same check says of a group of the subject. */
  findOfGroup({ check, fact: { subject, scope, together = [] } }: Judged, isWanted: (candidate: Judged) => boolean): Judged | undefined {
    if (!subject || together.length === 0) return undefined;
    for (const group of identitiesOf(subject)) {
      const own = group === subject || group.kind !== 'Group' ? undefined : this.ofGroups.get(group.name);
      const found = own && [own.get(checkKey(check, '*')), own.get(checkKey(check, scope))].find((item) => item && isWanted(item));
      if (found) return found;
    }
    return undefined;
  }
}

function checkKey({ id }: Check, scope: Scope): string {
  return `${id}\u0000${scope}`;
}
