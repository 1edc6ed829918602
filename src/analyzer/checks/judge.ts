import type { Platform } from '../../facts/platform.ts';
import { podSecurityLevels } from '../../facts/pod-security.ts';
import type { Severity } from '../../model/finding.ts';
import { holdingKey, type Scope } from '../../model/grant.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { adminIdentities } from './admins.ts';
import type { Check, Fact, Levels, Link } from './check.ts';
import { isExpected } from './expected.ts';
import { makeFinding } from './finding.ts';
import type { Judged } from './fold.ts';
import { Power, powerOf } from './power.ts';
import { effectiveRules } from './reach.ts';
import { exposes } from './role-power.ts';
import { isNamed } from './rules.ts';
import { type Assessment, always, assess, rank, type Situation, worse } from './severity.ts';
import type { Surroundings } from './surroundings.ts';

/** What the user says about the cluster; everything is optional. */
export interface JudgeOptions {
  /** Namespaces whose capture is as good as the cluster, besides those that are found to be so. */
  sensitiveNamespaces?: ReadonlySet<string> | undefined;
  /** Whom the user calls admins, besides those who are by what they can do. */
  isAdmin?: ((subject: Subject) => boolean) | undefined;
  /** What the user or the platform grants on purpose, besides Kubernetes' own grants. */
  isExpected?: ((link: Link, subject: Subject | undefined) => boolean) | undefined;
  /** The severity of each finding of a check, whatever the judgement says. */
  severities?: ReadonlyMap<string, Severity> | undefined;
  /** True where everybody in the world can be logged in, as on GKE. */
  anyoneCanLogIn?: boolean | undefined;
  /** The platform that the cluster runs on, where the user has named it. */
  platform?: Platform | undefined;
  /** Whether a user or group exists, where the user has said which do. */
  isKnownIdentity?: ((subject: Subject) => boolean) | undefined;
}

/** A fact with its expected links taken out, or one that has nothing else. */
interface Sifted {
  check: Check;
  fact: Fact;
  /** One for each link, or one for all. */
  levels: readonly Levels[];
  isExpected: boolean;
}

/**
 * Runs checks over one snapshot and judges what they find. First come the facts, then what ServiceAccounts can do with them
 * (`Power`), then severities, which depend on it; late checks run last.
 */
export class Judge {
  readonly judged: Judged[] = [];
  /** Facts behind which there are only grants that Kubernetes makes itself. */
  readonly expected: Judged[] = [];
  private readonly access: Access;
  private readonly options: JudgeOptions;
  private readonly surroundings: Surroundings;
  private power = new Power(new Set());
  /** The worst severity that risk checks found, by subject, role and scope, and by subject. */
  private readonly content = new Map<string, Severity>();
  private readonly worst = new Map<string, Severity>();
  private readonly sameForAll = new Map<Levels, readonly Levels[]>();

  constructor(access: Access, options: JudgeOptions) {
    this.access = access;
    this.options = options;
    const admins = adminIdentities(access);
    this.surroundings = {
      isAdmin: (subject) => admins(subject) || (options.isAdmin?.(subject) ?? false),
      isExpected: (link, subject) => isExpected(link, subject) || (options.isExpected?.(link, subject) ?? false),
      anyoneCanLogIn: options.anyoneCanLogIn ?? false,
      isKnownIdentity: options.isKnownIdentity,
      platform: options.platform,
      podSecurityOf: podSecurityLevels(access.snapshot.namespaces),
      isSensitive: (namespace) => this.power.isSensitive(namespace),
      worstOf: (subject) => this.worst.get(subjectKey(subject)),
    };
  }

  run(checks: readonly Check[]): void {
    const isLate = (check: Check) => check.isLate === true || check.fromContent !== undefined;
    this.judgeFirst(checks.filter((check) => !isLate(check)));
    // Those that go by content look at each other's findings no more than at their own.
    const late = checks.filter(isLate).flatMap((check) => this.factsOf(check));
    for (const item of late) this.judge(item);
  }

  /** What ServiceAccounts can do has to be known before anything is judged by it. */
  private judgeFirst(checks: readonly Check[]): void {
    const facts = checks.flatMap((check) => this.factsOf(check));
    this.power = this.powerFrom(facts);
    for (const item of facts) this.judge(item);
  }

  /** A fact is about its unexpected links, if there are any: expected ones neither make it worse nor stand in its evidence. */
  private factsOf(check: Check): Sifted[] {
    const facts: Sifted[] = [];
    for (const fact of check.run(this.access, this.surroundings)) {
      const isUnexpected = (link: Link) => !this.isExpected(check, link, fact.subject);
      const unexpected = fact.because.filter(isUnexpected);
      // Most facts are kept as they are: a copy of each would be much memory.
      const isMixed = unexpected.length > 0 && unexpected.length < fact.because.length;
      const kept = isMixed ? { ...fact, because: unexpected } : fact;
      const isExpected = unexpected.length === 0 && !fact.together?.some(isUnexpected);
      facts.push({ check, fact: kept, levels: this.levelsOf(check, fact, kept.because), isExpected });
    }
    return facts;
  }

  private isExpected(check: Check, link: Link, subject: Subject | undefined): boolean {
    if (check.judgesDefaults && subject === undefined) return this.options.isExpected?.(link, subject) ?? false;
    return this.surroundings.isExpected(link, subject);
  }

  /** The levels of each link; of those that are the same for all, one list for all facts. */
  private levelsOf(check: Check, fact: Fact, links: readonly Link[]): readonly Levels[] {
    // How something is written is as bad everywhere and for everyone.
    if (check.kind === 'lint') return this.same(always(fact.base ?? check.base));
    const levels = links.map((link) => check.levels?.(link, this.access, fact) ?? always(check.base));
    const [first] = levels;
    return first && levels.every((other) => other === first) ? this.same(first) : levels;
  }

  private same(levels: Levels): readonly Levels[] {
    const list = this.sameForAll.get(levels) ?? [levels];
    this.sameForAll.set(levels, list);
    return list;
  }

  private powerFrom(facts: readonly Sifted[]): Power {
    const entries = facts
      .filter(({ check, fact }) => check.kind === 'risk' && fact.subject)
      .map((item) => ({
        fact: item.fact,
        levels: item.levels,
        // What it can do counts, not who else could be it.
        severity: (power: Power) => this.assess(item, power, undefined).severity,
      }));
    return powerOf(entries, this.options.sensitiveNamespaces ?? new Set());
  }

  private judge(item: Sifted): void {
    const { check, fact } = item;
    const { subject, role, scope } = fact;
    const holding = fact.holding ?? (subject && role && holdingKey(subject, role, scope));
    const own = this.assess(item, this.power, fact.subject);
    const assessed = withContent(check, fact, own, holding === undefined ? undefined : this.content.get(holding));
    const assessment = withOverride(assessed, this.options.severities?.get(check.id));
    if (fact.subject && check.kind === 'risk' && !check.fromContent && !check.isLate) {
      if (holding !== undefined) note(this.content, holding, assessment.severity);
      note(this.worst, subjectKey(fact.subject), assessment.severity);
    }
    const judged = { check, fact, holding, finding: makeFinding(check, fact, assessment, this.access) };
    (item.isExpected ? this.expected : this.judged).push(judged);
  }

  /** The worst that some link of the fact amounts to. */
  private assess({ check, fact, levels }: Sifted, power: Power, subject: Subject | undefined): Assessment {
    const { scope, circumstances = [] } = fact;
    if (check.kind === 'lint') return assess({ levels: levels[0] ?? always(check.base), scope: '*', circumstances });
    const situation: Omit<Situation, 'levels'> = {
      scope,
      isSensitive: scope !== '*' && power.isSensitive(scope),
      podSecurity: scope === '*' ? 'privileged' : this.surroundings.podSecurityOf(scope),
      neighbours: scope === '*' ? undefined : power.of(scope, fact.subject),
      circumstances,
      subject,
      anyoneCanLogIn: this.surroundings.anyoneCanLogIn,
    };
    let worst: Assessment | undefined;
    for (const [index, link] of fact.because.entries()) {
      const own = levels[index] ?? levels[0] ?? always(check.base);
      const become = own.becomes && power.ofSubjects(own.becomes);
      const named = link.rule !== undefined && isNamed(link.rule);
      const assessed = assess({ ...situation, levels: own, isNamed: named, become, isExposing: () => this.isExposing(link, scope) });
      if (!worst || rank(assessed.severity) < rank(worst.severity)) worst = { ...assessed, decisive: link };
    }
    return worst ?? assess({ ...situation, levels: always(check.base) });
  }

  private isExposing({ rule, role }: Link, scope: Scope): boolean {
    const rules = rule ? [rule] : effectiveRules(role?.rules ?? [], scope, this.access.snapshot.discovery);
    return rules.some(exposes);
  }
}

function note(map: Map<string, Severity>, key: string, severity: Severity): void {
  map.set(key, worse(severity, map.get(key) ?? 'info'));
}

/** The severity of what else the subject gets from the role, for checks that go by it, where that is worse. */
function withContent(check: Check, fact: Fact, own: Assessment, worstContent: Severity | undefined): Assessment {
  const severity = worstContent && check.fromContent?.(worstContent, fact);
  if (severity === undefined || rank(severity) >= rank(own.severity)) return own;
  const reason = `as bad as what ${fact.role?.kind}/${fact.role?.name} grants`;
  return { base: own.base, severity, modifiers: [{ id: 'content', from: own.base, to: severity, reason }] };
}

function withOverride(assessed: Assessment, severity: Severity | undefined): Assessment {
  if (severity === undefined || severity === assessed.severity) return assessed;
  const override = { id: 'configuration', from: assessed.severity, to: severity, reason: 'set in the configuration' };
  return { ...assessed, severity, modifiers: [...assessed.modifiers, override] };
}
