import type { Severity } from '../../model/finding.ts';
import type { Access } from '../access/access.ts';
import type { Check, Fact, Link } from './check.ts';
import { isExpected } from './expected.ts';
import { makeFinding } from './finding.ts';
import type { Judged } from './fold.ts';
import { holdingKey } from './grants.ts';
import { isNamed, readsSecrets, rulesOf, writes } from './rules.ts';
import { type Assessment, always, assess, rank, worse } from './severity.ts';

/** Runs checks over one snapshot and judges what they find, one check after the other. */
export class Judge {
  readonly judged: Judged[] = [];
  /** Facts behind which there are only grants that Kubernetes makes itself. */
  readonly expected: Judged[] = [];
  private readonly access: Access;
  private readonly sensitiveNamespaces: ReadonlySet<string>;
  /** The worst severity that risk checks found, by subject, role and scope. */
  private readonly content = new Map<string, Severity>();

  constructor(access: Access, sensitiveNamespaces: ReadonlySet<string>) {
    this.access = access;
    this.sensitiveNamespaces = sensitiveNamespaces;
  }

  /** A fact is about its unexpected links, if there are any: expected ones neither make it worse nor stand in its evidence. */
  run(check: Check): void {
    for (const fact of check.run(this.access)) {
      const unexpected = fact.because.filter((link) => !isExpected(link, fact.subject));
      if (unexpected.length === 0) this.expected.push(this.judge(check, fact));
      else this.judged.push(this.judge(check, { ...fact, because: unexpected }));
    }
  }

  private judge(check: Check, fact: Fact): Judged {
    const holding = fact.subject && fact.role && holdingKey(fact.subject, fact.role, fact.scope);
    const own = worst(fact.because.map((link) => this.assessLink(check, fact, link)));
    const assessment = withContent(check, fact, own, holding === undefined ? undefined : this.content.get(holding));
    if (holding !== undefined && check.kind === 'risk' && !check.fromContent) {
      this.content.set(holding, worse(assessment.severity, this.content.get(holding) ?? 'info'));
    }
    return { check, fact, holding, rules: new Set(rulesOf(fact.because)), finding: makeFinding(check, fact, assessment, this.access) };
  }

  private assessLink(check: Check, fact: Fact, link: Link): Assessment {
    const circumstances = fact.circumstances ?? [];
    // How something is written is as bad everywhere and for everyone.
    if (check.kind === 'lint') return assess({ levels: always(fact.base ?? check.base), scope: '*', circumstances });
    return assess({
      levels: check.levels?.(link) ?? always(check.base),
      scope: fact.scope,
      isSensitive: this.sensitiveNamespaces.has(fact.scope),
      circumstances,
      isNamed: link.rule !== undefined && isNamed(link.rule),
      subject: fact.subject,
      isExposing: () => isExposing(link),
    });
  }
}

/** The severity of what else the subject gets from the role, for checks that go by it, where that is worse. */
function withContent(check: Check, fact: Fact, own: Assessment, worstContent: Severity | undefined): Assessment {
  const severity = worstContent && check.fromContent?.(worstContent, fact);
  if (severity === undefined || rank(severity) >= rank(own.severity)) return own;
  const reason = `as bad as what ${fact.role?.kind}/${fact.role?.name} grants`;
  return { base: own.base, severity, modifiers: [{ id: 'content', from: own.base, to: severity, reason }] };
}

/** True where a link lets its holder change objects or read Secrets. */
function isExposing({ rule, role }: Link): boolean {
  const rules = rule ? [rule] : (role?.rules ?? []);
  return rules.some((one) => writes(one) || readsSecrets(one));
}

function worst(assessments: readonly Assessment[]): Assessment {
  return assessments.reduce((a, b) => (rank(b.severity) < rank(a.severity) ? b : a));
}
