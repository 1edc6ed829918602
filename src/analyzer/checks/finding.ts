import type { Finding } from '../../model/finding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import { roleKey } from '../../model/role.ts';
import { subjectKey, subjectLabel } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import type { Check, Fact } from './check.ts';
import { evidenceOf } from './evidence.ts';
import { fingerprint } from './fingerprint.ts';
import { rulesOf } from './rules.ts';
import { type Assessment, rank } from './severity.ts';
import { inScope, objectLabel } from './wording.ts';

/** Puts a judged fact into words, with its names and its evidence. */
export function makeFinding(check: Check, fact: Fact, { base, severity, modifiers }: Assessment, access: Access): Finding {
  const { subject, object, scope } = fact;
  const { statement, where = inScope(scope), detail, remediation = check.remediation } = check.say(fact);
  const rules = rulesOf(fact.because).map(({ index }) => String(index));
  return {
    id: fingerprint([check.id, ...holding(fact)]),
    cause: fingerprint([check.id, fact.role ? roleKey(fact.role) : holderKey(fact), ...rules]),
    check: check.id,
    severity,
    base,
    modifiers,
    ...(subject && { subject }),
    ...(object && { object }),
    scope,
    title: [holderLabel(fact), statement, where].filter((part) => part !== '').join(' '),
    statement,
    detail,
    evidence: fact.because.map((link) => evidenceOf(link, access)),
    implied: [],
    remediation,
    references: check.references,
  };
}

/** A string that puts findings in the order in which they are read: worst first, then by check, subject or object, role, scope. */
export function readingOrder({ severity, check }: Finding, fact: Fact): string {
  return [rank(severity), check, ...holding(fact)].join('\u0001');
}

/** What a fact is about, without positions and severities. */
function holding(fact: Fact): string[] {
  return [holderKey(fact), fact.role ? roleKey(fact.role) : '', fact.scope, ...(fact.args ?? [])];
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
