import type { Fact } from '../analyzer/checks/check.ts';
import type { Judged } from '../analyzer/checks/fold.ts';
import { isNamed } from '../analyzer/checks/rules.ts';
import { globMatcher, objectMatcher, subjectMatcher } from '../facts/pattern.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { Rule } from '../model/rule.ts';
import type { Acceptance } from './acceptance.ts';
import type { IgnoreEntry } from './config.ts';
import { linksOf } from './links.ts';

/** An `ignore` entry of the configuration that was read from `file`. */
export function entryAcceptance(entry: IgnoreEntry, file: string): Acceptance {
  const { reason, expires, ticket, by } = entry;
  return {
    ignored: { reason, ...(expires !== undefined && { expires }), ...(ticket !== undefined && { ticket }), by },
    source: file,
    isAbout: globMatcher(entry.check),
    covers: coverage(entry),
    breach: (item) => breachOf(entry, item),
  };
}

type Test = (item: Judged) => boolean;

/** What an entry covers: findings for which all that it names is so. A finding that also rests on other bindings is not covered. */
function coverage({ subject, role, binding, namespace }: IgnoreEntry): Test {
  const tests: Test[] = [];
  if (namespace !== undefined) {
    const isMeant = globMatcher(namespace);
    tests.push(({ fact: { scope } }) => scope !== '*' && isMeant(scope));
  }
  if (subject !== undefined) {
    const isMeant = subjectMatcher(subject);
    tests.push(({ fact }) => fact.subject !== undefined && isMeant(fact.subject));
  }
  if (role !== undefined) tests.push(allOf(rolesOf, objectMatcher(role)));
  if (binding !== undefined) tests.push(allOf(bindingsOf, objectMatcher(binding)));
  return (item) => tests.every((test) => test(item));
}

function allOf(objectsOf: (fact: Fact) => readonly ObjectRef[], isMeant: (object: ObjectRef) => boolean): Test {
  return ({ fact }) => {
    const objects = objectsOf(fact);
    return objects.length > 0 && objects.every(isMeant);
  };
}

/** The role that a finding is about, else those that it rests on. */
function rolesOf({ because, role }: Fact): readonly ObjectRef[] {
  return role ? [role] : because.flatMap((link) => link.role ?? []);
}

function bindingsOf(fact: Fact): readonly ObjectRef[] {
  return linksOf(fact).flatMap((link) => link.binding ?? []);
}

/** In what a finding breaks the condition of an entry. */
function breachOf({ when }: IgnoreEntry, { fact, finding }: Judged): string | undefined {
  if (!when) return undefined;
  const { onlyInNamespaces, onlySubjects, onlyVerbs, resourceNames } = when;
  const said = (condition: string) => `its condition ${condition} fails for "${finding.title}"`;
  if (onlyInNamespaces && !isIn(fact.scope, onlyInNamespaces)) return said('onlyInNamespaces');
  if (onlySubjects && !isHeldBy(fact, onlySubjects)) return said('onlySubjects');
  if (onlyVerbs && !hasRules(fact, ({ verbs }) => verbs.every((verb) => onlyVerbs.includes(verb)))) return said('onlyVerbs');
  if (resourceNames && !hasRules(fact, (rule) => isNamed(rule) && rule.resourceNames.every((name) => resourceNames.includes(name))))
    return said('resourceNames');
  return undefined;
}

function isIn(scope: string, namespaces: readonly string[]): boolean {
  return scope !== '*' && namespaces.some((glob) => globMatcher(glob)(scope));
}

function isHeldBy({ subject }: Fact, patterns: readonly string[]): boolean {
  return subject !== undefined && patterns.some((pattern) => subjectMatcher(pattern)(subject));
}

/** True if there are rules behind a fact, and all are so. Where a fact is about a role as a whole, all its rules are. */
function hasRules(fact: Fact, isSo: (rule: Rule) => boolean): boolean {
  const rules = linksOf(fact).flatMap(({ rule, role }) => (rule ? [rule] : (role?.rules ?? [])));
  return rules.length > 0 && rules.every(isSo);
}
