import type { Evidence, Finding, Ignored, Modifier, Severity } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import type { Scope } from '../../model/grant.ts';
import type { Chain } from '../../model/path.ts';
import { roleKey } from '../../model/role.ts';
import { type Subject, subjectKey, subjectLabel } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import type { Check, Fact, Link, Words } from './check.ts';
import { evidenceOf } from './evidence.ts';
import { fingerprint } from './fingerprint.ts';
import { rulesOf } from './rules.ts';
import { type Assessment, rank } from './severity.ts';
import { inScope, objectLabel } from './wording.ts';

/** Shared by all that imply nothing, since most do not. */
const none: readonly string[] = [];

/** A judged fact as a finding: its names at once, its words and its evidence when they are asked for. */
export function makeFinding(check: Check, fact: Fact, assessment: Assessment, access: Access): Finding {
  return new JudgedFinding(check, fact, assessment, access);
}

/**
 * A large cluster has more findings than anybody reads, so what is only read is made late; what is made late is made each time,
 * since it is mostly read once.
 */
class JudgedFinding implements Finding {
  readonly severity: Severity;
  readonly base: Severity;
  readonly modifiers: readonly Modifier[];
  implied: readonly string[] = none;
  ignored: Ignored | undefined;
  path: Chain | undefined;
  readonly #check: Check;
  readonly #fact: Fact;
  readonly #access: Access;
  readonly #decisive: Link | undefined;
  #id: string | undefined;
  #cause: string | undefined;

  constructor(check: Check, fact: Fact, { base, severity, modifiers, decisive }: Assessment, access: Access) {
    this.#check = check;
    this.#fact = fact;
    this.#access = access;
    this.#decisive = decisive;
    this.severity = severity;
    this.base = base;
    this.modifiers = modifiers;
  }

  get id(): string {
    this.#id ??= fingerprint([this.#check.id, ...holding(this.#fact)]);
    return this.#id;
  }

  get cause(): string {
    this.#cause ??= fingerprint(causeOf(this.#check, this.#fact));
    return this.#cause;
  }

  get check(): string {
    return this.#check.id;
  }

  get subject(): Subject | undefined {
    return this.#fact.subject;
  }

  get object(): ObjectRef | undefined {
    return this.#fact.object;
  }

  get scope(): Scope {
    return this.#fact.scope;
  }

  get title(): string {
    const { statement, where = inScope(this.scope) } = this.#words;
    return [holderLabel(this.#fact), statement, where].filter((part) => part !== '').join(' ');
  }

  get statement(): string {
    return this.#words.statement;
  }

  get detail(): string {
    return this.#words.detail;
  }

  get remediation(): string {
    return this.#words.remediation ?? this.#check.remediation;
  }

  /** What the severity follows from comes first. */
  get evidence(): Evidence[] {
    const { because, together = [] } = this.#fact;
    const first = because.filter((link) => link === this.#decisive);
    const others = because.filter((link) => link !== this.#decisive);
    return [...first, ...others, ...together].map((link) => evidenceOf(link, this.#access));
  }

  get references(): readonly string[] {
    return this.#check.references;
  }

  get #words(): Words {
    return this.#check.say(this.#fact);
  }

  /** The fields of the JSON contract, in their order. */
  toJSON(): object {
    const { id, cause, check, severity, base, modifiers, subject, object, scope, title, statement, detail, evidence, implied } = this;
    const names = { ...(subject && { subject }), ...(object && { object }) };
    const { remediation, references, ignored, path } = this;
    return {
      ...{ id, cause, check, severity, base, modifiers, ...names, scope, title, statement, detail, evidence, implied },
      ...{ remediation, references, ...(ignored && { ignored }) },
      ...(path && { path: { goal: path.goal, hops: path.hops.map(({ kind }) => kind) } }),
    };
  }
}

/** A string that puts findings in the order in which they are read: worst first, then by check, subject or object, role, scope. */
export function readingOrder({ severity, check }: Finding, fact: Fact): string {
  return [rank(severity), check, ...holding(fact)].join('\u0001');
}

/** A check, a role and the rules in it. */
function causeOf(check: Check, fact: Fact): string[] {
  const rules = rulesOf(fact.because).map(({ index }) => index);
  return [check.id, fact.role ? roleKey(fact.role) : holderKey(fact), ...rules.sort((a, b) => a - b).map(String)];
}

/** What a fact is about, without positions and severities. */
function holding(fact: Fact): string[] {
  const { role, scope, args = [] } = fact;
  return [fact.holding ?? `${holderKey(fact)}\u0000${role ? roleKey(role) : ''}\u0000${scope}`, ...args];
}

function holderKey({ subject, object }: Fact): string {
  if (subject) return subjectKey(subject);
  return object ? objectKey(object) : '';
}

function objectKey({ kind, namespace, name }: ObjectRef): string {
  return `${kind}\u0000${namespace ?? ''}\u0000${name}`;
}

function holderLabel({ subject, object }: Fact): string {
  if (subject) return subjectLabel(subject);
  return object ? objectLabel(object) : '';
}
