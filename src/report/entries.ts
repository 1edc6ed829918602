import type { Finding } from '../model/finding.ts';
import type { Scope } from '../model/grant.ts';
import { byCodeUnit } from '../model/order.ts';
import { roleKey } from '../model/role.ts';
import { type Subject, subjectKey, subjectLabel } from '../model/subject.ts';
import { count, scopeText } from './words.ts';

/** Findings that are read and repaired as one: the worst of them, which comes first, speaks for all. */
export interface Entry {
  worst: Finding;
  findings: readonly Finding[];
  /** What other checks say of the same subjects through the same bindings: the first finding of each. */
  also: readonly Finding[];
}

/**
 * Findings as people read them, in their order. Those with one cause (a check, a role and its rules) are one entry, however many
 * bindings there are. So are the copies of a role in many namespaces, and the roles that give one subject the same thing.
 */
export function entriesOf(findings: readonly Finding[]): Entry[] {
  const byCause = groups(findings, ({ cause }) => cause);
  const byCopy = groups(byCause, ([first]) => (first ? copyKey(first) : undefined)).map((copies) => copies.flat());
  const bySubject = groups(byCopy, (group) => subjectsKey(group)).map((roles) => roles.flat());
  return bySubject.flatMap((group) => (group[0] ? [{ worst: group[0], findings: group, also: [] }] : []));
}

/**
 * The entries of all checks, those put together that are about the same subjects with the same role in the same scopes: whoever
 * takes the role away, or makes it smaller, mends them all. The worst of them, which comes first, speaks for the others.
 */
export function joinedEntries(entries: readonly Entry[]): Entry[] {
  return groups(entries, ({ findings }) => holdingsKey(findings)).flatMap(([first, ...others]) => {
    return first ? [{ ...first, also: others.map(({ worst }) => worst) }] : [];
  });
}

/** The same for findings about the same holders of the same roles; none for what nobody holds. */
function holdingsKey(findings: readonly Finding[]): string | undefined {
  const holdings = new Set<string>();
  for (const { subject, scope, evidence } of findings) {
    const role = evidence[0]?.role;
    if (!subject || !role) return undefined;
    holdings.add([subjectKey(subject), scope, roleKey(role)].join('\u0001'));
  }
  return [...holdings].sort(byCodeUnit).join('\u0002');
}

/** Puts together what has the same key, where the first of them is; what has none stays alone. */
function groups<T>(items: readonly T[], key: (item: T) => string | undefined): T[][] {
  const known = new Map<string, T[]>();
  const all: T[][] = [];
  for (const item of items) {
    const name = key(item);
    const group = name === undefined ? undefined : known.get(name);
    if (group) {
      group.push(item);
      continue;
    }
    const started = [item];
    all.push(started);
    if (name !== undefined) known.set(name, started);
  }
  return all;
}

/** The same for Roles of one name that say the same, each in a namespace of its own. */
function copyKey(finding: Finding): string | undefined {
  const role = finding.evidence[0]?.role;
  if (!finding.subject || role?.kind !== 'Role') return undefined;
  return keyOf(finding, finding.detail, role.name);
}

/** The same for findings that all are about one subject and say the same of it. */
function subjectsKey(findings: readonly Finding[]): string | undefined {
  const [first] = findings;
  const holder = first?.subject && subjectKey(first.subject);
  if (!first || holder === undefined) return undefined;
  if (!findings.every(({ subject }) => subject && subjectKey(subject) === holder)) return undefined;
  return keyOf(first, holder);
}

/** What the other checks say, each with its name, and its severity where that is milder. */
export function alsoOf({ worst, also }: Entry): string[] {
  return also.map(({ statement, check, severity }) => `${statement} (${check}${severity === worst.severity ? '' : `, ${severity}`})`);
}

function keyOf({ check, severity, statement }: Finding, ...more: string[]): string {
  return [check, severity, statement, ...more].join('\u0001');
}

/** Who, what and where: for one finding its own title, for several the subject or how many there are. Of the milder ones it says nothing. */
export function entryTitle(entry: Entry): string {
  const { worst } = entry;
  const findings = worstOf(entry);
  if (findings.length === 1) return worst.title;
  const subjects = new Set(findings.flatMap(({ subject }) => (subject ? [subjectLabel(subject)] : [])));
  const [only] = subjects;
  const who = subjects.size === 1 && only !== undefined ? only : count(subjects.size, 'subject');
  return `${who} ${worst.statement} ${placesOf(findings)}`;
}

/** `everywhere`, `in clinic and shop`, `everywhere and in shop`, `everywhere and in 12 namespaces`. */
function placesOf(findings: readonly Finding[]): string {
  const scopes = new Set(findings.map(({ scope }) => scope));
  const namespaces = [...scopes].filter((scope) => scope !== '*');
  const named = namespaces.length > mostNamed ? `in ${count(namespaces.length, 'namespace')}` : `in ${namespaces.join(' and ')}`;
  return [...(scopes.has('*') ? ['everywhere'] : []), ...(namespaces.length === 0 ? [] : [named])].join(' and ');
}

const mostNamed = 3;

function worstOf({ worst, findings }: Entry): Finding[] {
  return findings.filter(({ severity }) => severity === worst.severity);
}

/** The subjects of an entry with their scopes, as soon as there is more than one finding as bad as the worst. */
export function holdersOf(entry: Entry): string[] {
  const findings = worstOf(entry);
  return findings.length === 1 ? [] : [...new Set(findings.flatMap(({ subject, scope }) => (subject ? [holderText(subject, scope)] : [])))];
}

/** The subjects for whom the same is less bad, with their scopes and how bad it is. */
export function milderOf({ worst, findings }: Entry): string[] {
  const milder = findings.filter(({ severity }) => severity !== worst.severity);
  return [...new Set(milder.flatMap(({ subject, scope, severity }) => (subject ? [`${holderText(subject, scope)} (${severity})`] : [])))];
}

function holderText(subject: Subject, scope: Scope): string {
  return `${subjectLabel(subject)} ${scopeText(scope)}`;
}
