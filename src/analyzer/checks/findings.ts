import type { Finding, Judgement, Severity, Summary } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import { byCodeUnit } from '../../model/order.ts';
import { type LabelSelector, roleKey } from '../../model/role.ts';
import { subjectKey, subjectLabel } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { selects } from '../access/selector.ts';
import type { Check, Fact, Link } from './check.ts';
import { evidenceOf } from './evidence.ts';
import { isExpected } from './expected.ts';
import { fingerprint } from './fingerprint.ts';
import { fold, type Judged } from './fold.ts';
import { holdingKey } from './grants.ts';
import { isNamed, readsSecrets, rulesOf, writes } from './rules.ts';
import { type Assessment, always, assess, rank, worse } from './severity.ts';
import { inScope, objectLabel } from './wording.ts';

export interface CheckOptions {
  /** Namespaces whose capture is as good as the cluster; else those that are so by name. */
  sensitiveNamespaces?: ReadonlySet<string>;
  /** Ids of the checks to report; else all. */
  only?: ReadonlySet<string> | undefined;
  /** Ids of checks not to report. */
  skip?: ReadonlySet<string> | undefined;
  /** Report only what holds in this namespace; what holds everywhere holds there too. */
  namespace?: string | undefined;
  /** Report only what rests on a role or binding with such labels. */
  selector?: LabelSelector | undefined;
}

/** Runs the checks and judges, words, folds and sorts what they find. */
export function findings(access: Access, checks: readonly Check[], options: CheckOptions = {}): Judgement {
  const judge = new Judge(access, options.sensitiveNamespaces ?? sensitiveByName(access));
  // Checks that are as bad as what else is found come last.
  for (const check of checks) if (!check.fromContent) judge.run(check);
  for (const check of checks) if (check.fromContent) judge.run(check);
  // What is not asked for is left out before folding: a finding must not hide behind one that nobody sees.
  const judged = judge.judged.filter((item) => isAskedFor(item, options));
  const judgedExpected = judge.expected.filter((item) => isAskedFor(item, options));
  const implied = fold(judged);
  const impliedExpected = fold(judgedExpected);
  const found = sorted(judged);
  const expected = sorted(judgedExpected);
  const read = found.filter((finding) => !implied.has(finding.id));
  const summary: Summary = { critical: 0, high: 0, medium: 0, low: 0, info: 0, causes: 0, implied: implied.size, ignored: 0, expected: 0 };
  for (const finding of read) summary[finding.severity]++;
  summary.causes = new Set(read.map((finding) => finding.cause)).size;
  summary.expected = expected.length - impliedExpected.size;
  return { summary, findings: found, expected };
}

function isAskedFor({ check, fact }: Judged, { only, skip, namespace, selector }: CheckOptions): boolean {
  if (only?.has(check.id) === false || skip?.has(check.id)) return false;
  if (selector && !fact.because.some(({ binding, role }) => [binding, role].some((object) => object && selects(selector, object.labels))))
    return false;
  if (namespace === undefined) return true;
  return fact.scope === namespace || (fact.scope === '*' && (fact.object?.namespace ?? namespace) === namespace);
}

/** The namespaces that are sensitive by what Kubernetes and OpenShift keep in them. */
function sensitiveByName(access: Access): Set<string> {
  const sensitive = new Set(['kube-system']);
  for (const { namespace } of access.bindings) if (namespace?.startsWith('openshift-')) sensitive.add(namespace);
  return sensitive;
}

class Judge {
  readonly judged: Judged[] = [];
  readonly expected: Judged[] = [];
  private readonly access: Access;
  private readonly sensitiveNamespaces: ReadonlySet<string>;
  /** The worst severity that risk checks found, by subject, role and scope. */
  private readonly content = new Map<string, Severity>();

  constructor(access: Access, sensitiveNamespaces: ReadonlySet<string>) {
    this.access = access;
    this.sensitiveNamespaces = sensitiveNamespaces;
  }

  /** Links that are expected never make a fact worse: a fact is about the others, if there are any. */
  run(check: Check): void {
    for (const fact of check.run(this.access)) {
      const unexpected = fact.because.filter((link) => !isExpected(link, fact.subject));
      if (unexpected.length === 0) this.expected.push(this.judge(check, fact));
      else this.judged.push(this.judge(check, { ...fact, because: unexpected }));
    }
  }

  private judge(check: Check, fact: Fact): Judged {
    const assessment = this.assess(check, fact);
    this.remember(check, fact, assessment.severity);
    return { check, fact, finding: finding(check, fact, assessment, this.access) };
  }

  private remember(check: Check, { subject, role, scope }: Fact, severity: Severity): void {
    if (check.kind !== 'risk' || check.fromContent || !subject || !role) return;
    const key = holdingKey(subject, role, scope);
    this.content.set(key, worse(severity, this.content.get(key) ?? 'info'));
  }

  private assess(check: Check, fact: Fact): Assessment {
    const own = worst(fact.because.map((link) => this.assessLink(check, fact, link)));
    const content = this.contentOf(check, fact);
    if (content === undefined || rank(content) >= rank(own.severity)) return own;
    const reason = `as bad as what ${fact.role?.kind ?? 'the role'}/${fact.role?.name ?? ''} grants`;
    return { base: own.base, severity: content, modifiers: [{ id: 'content', from: own.base, to: content, reason }] };
  }

  private contentOf(check: Check, fact: Fact): Severity | undefined {
    const { subject, role, scope } = fact;
    if (!check.fromContent || !subject || !role) return undefined;
    const worstFound = this.content.get(holdingKey(subject, role, scope));
    return worstFound && check.fromContent(worstFound, fact);
  }

  private assessLink(check: Check, fact: Fact, link: Link): Assessment {
    if (check.kind === 'lint') return assess(lintSituation(check, fact), noNamespaces);
    const rules = link.rule ? [link.rule] : (link.role?.rules ?? []);
    return assess(
      {
        levels: check.levels?.(link) ?? always(check.base),
        scope: fact.scope,
        subject: fact.subject,
        named: link.rule !== undefined && isNamed(link.rule),
        exposing: rules.some((rule) => writes(rule) || readsSecrets(rule)),
        circumstances: fact.circumstances ?? [],
      },
      this.sensitiveNamespaces,
    );
  }
}

const noNamespaces: ReadonlySet<string> = new Set();

/** How something is written is as bad everywhere and for everyone. */
function lintSituation(check: Check, fact: Fact) {
  const circumstances = fact.circumstances ?? [];
  return { levels: always(fact.base ?? check.base), scope: '*', subject: undefined, named: false, exposing: false, circumstances };
}

function worst(assessments: readonly Assessment[]): Assessment {
  return assessments.reduce((a, b) => (rank(b.severity) < rank(a.severity) ? b : a));
}

function finding(check: Check, fact: Fact, { base, severity, modifiers }: Assessment, access: Access): Finding {
  const { subject, object, scope } = fact;
  const { statement, where = inScope(scope), detail, remediation = check.remediation } = check.say(fact);
  const holder = subject ? subjectKey(subject) : object ? objectKey(object) : '';
  const role = fact.role ? roleKey(fact.role) : '';
  const rules = rulesOf(fact.because).map((rule) => String(rule.index));
  const label = subject ? subjectLabel(subject) : object ? objectLabel(object) : '';
  return {
    id: fingerprint([check.id, holder, role, scope, ...(fact.args ?? [])]),
    cause: fingerprint([check.id, fact.role ? role : holder, ...rules]),
    check: check.id,
    severity,
    base,
    modifiers,
    ...(subject && { subject }),
    ...(object && { object }),
    scope,
    title: [label, statement, where].filter((part) => part !== '').join(' '),
    statement,
    detail,
    evidence: fact.because.map((link) => evidenceOf(link, access)),
    implied: [],
    remediation,
    references: check.references,
  };
}

function objectKey({ kind, namespace, name }: ObjectRef): string {
  return `${kind}\u0000${namespace ?? ''}\u0000${name}`;
}

/** Worst first, then by check, subject or object, role, scope. */
function sorted(judged: readonly Judged[]): Finding[] {
  const keyed = judged.map(({ check, fact, finding }) => {
    const holder = fact.subject ? subjectKey(fact.subject) : fact.object ? objectKey(fact.object) : '';
    const role = fact.role ? roleKey(fact.role) : '';
    return { finding, key: [rank(finding.severity), check.id, holder, role, fact.scope, ...(fact.args ?? [])].join('\u0001') };
  });
  return keyed.sort((a, b) => byCodeUnit(a.key, b.key)).map(({ finding }) => finding);
}
