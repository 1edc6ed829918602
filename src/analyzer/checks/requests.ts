import type { Grant, Scope } from '../../model/grant.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import { identityOf } from '../access/identity.ts';
import { asksCollection } from '../access/scope.ts';
import type { Fact } from './check.ts';
import { factsOf } from './grants.ts';
import { isAskedInNamespaces } from './reach.ts';
import { isNamed } from './rules.ts';

/** The requests with one of the verbs (`create update`) for one of the resources, spelled as in rules. */
export function requestsFor(verbs: string, group: string, ...resources: readonly string[]): ResourcePattern[] {
  return resources.flatMap((combined) => {
    const [resource = '', subresource = ''] = combined.split('/');
    return verbs.split(' ').map((verb) => ({ verb, group, resource, subresource }));
  });
}

/** The verbs that change an object or make one. */
export const writeVerbs = 'create update patch';

/**
 * The grants that allow some such request. A rule with resourceNames allows no create and no deletecollection, because those
 * requests name nothing; a RoleBinding allows nothing on what lies outside namespaces (requestinfo.go).
 */
export function grantsOfRequests(access: Access, requests: readonly ResourcePattern[]): Grant[] {
  return requests.flatMap((request) => {
    const { verb, group, resource, subresource } = request;
    const needsUnnamed = asksCollection(request) && (verb === 'create' || verb === 'deletecollection');
    const inNamespaces = isAskedInNamespaces(access.snapshot.discovery, group, resource, [verb]);
    return access
      .grantsMatching({ verb, group, resource, subresource })
      .filter(({ rule, scope }) => (scope === '*' || inNamespaces) && !(needsUnnamed && isNamed(rule)));
  });
}

/** One fact per subject, role and scope that allows some of the requests. */
export function factsOfRequests(access: Access, requests: readonly ResourcePattern[]): Fact[] {
  return factsOf(grantsOfRequests(access, requests));
}

/** Several requests of which any will do; all parts together make a risk. */
export interface Part {
  requests: readonly ResourcePattern[];
  /** True where only rules with resourceNames count, those that allow create included: the other half is a patch. */
  isForNames?: boolean;
  /** True where only a cluster-wide grant counts, because the request has no namespace. */
  isClusterScoped?: boolean;
  /** True where the grant must be for the same names as the first part's, or for all. */
  hasSameNames?: boolean;
}

/**
 * Facts about subjects that may ask something of every part in one scope, whichever of their roles gives it to them, or of those
 * of a group that they are in for certain. The role of the first part is the one that the fact is about; the other grants
 * stand in `together`.
 */
export function factsOfParts(access: Access, parts: readonly Part[]): Fact[] {
  const held = parts.map((part) => bySubject(partGrants(access, part)));
  const subjects = new Map(
    held.flatMap((grants) => [...grants.values()].flatMap(([grant]) => (grant ? [[subjectKey(grant.subject), grant.subject]] : []))),
  );
  return [...subjects.values()].flatMap((subject) => {
    const keys = [subjectKey(subject), ...groupKeys(subject)];
    const own = held.map((grants) => keys.flatMap((key) => grants.get(key) ?? []));
    return factsOfSubject(subject, own, parts);
  });
}

function partGrants(access: Access, { requests, isClusterScoped = false, isForNames = false }: Part): Grant[] {
  const grants = isForNames
    ? requests.flatMap((request) => access.grantsMatching(request).filter(({ rule }) => isNamed(rule)))
    : grantsOfRequests(access, requests);
  return isClusterScoped ? grants.filter(({ scope }) => scope === '*') : grants;
}

function bySubject(grants: readonly Grant[]): Map<string, Grant[]> {
  return Map.groupBy(grants, ({ subject }) => subjectKey(subject));
}

function groupKeys(subject: Subject): string[] {
  return identityOf(subject)
    .groups.map((name) => subjectKey({ kind: 'Group', name }))
    .filter((key) => key !== subjectKey(subject));
}

function factsOfSubject(subject: Subject, held: readonly Grant[][], parts: readonly Part[]): Fact[] {
  if (held.some((grants) => grants.length === 0)) return [];
  const scopes = new Set(held.flat().map(({ scope }) => scope));
  return [...scopes].flatMap((scope) => factsInScope(subject, scope, held, parts));
}

function factsInScope(subject: Subject, scope: Scope, held: readonly Grant[][], parts: readonly Part[]): Fact[] {
  const [first = [], ...others] = held.map((grants) => grants.filter((grant) => grant.scope === '*' || grant.scope === scope));
  const whole: { grant: Grant; together: Grant[] }[] = [];
  for (const grant of first) {
    const matching = others.map((grants, index) =>
      grants.filter((other) => parts[index + 1]?.hasSameNames !== true || sharesNames(grant, other)),
    );
    // What holds everywhere is said of everywhere, not of each namespace again.
    const isOfThisScope = scope === '*' || [grant, ...matching.flat()].some((one) => one.scope === scope);
    if (isOfThisScope && matching.every((grants) => grants.length > 0) && !isWhollyClusterWide(scope, grant, matching)) {
      whole.push({ grant, together: matching.flat() });
    }
  }
  const facts = factsOf(whole.map(({ grant }) => ({ ...grant, subject, scope })));
  const together = [...new Set(whole.flatMap((one) => one.together))];
  return facts.map((fact) => ({
    ...fact,
    together: together.filter((grant) => !fact.because.some(({ rule, binding }) => rule === grant.rule && binding === grant.binding)),
  }));
}

/** True in a namespace where each part holds cluster-wide as well. */
function isWhollyClusterWide(scope: Scope, grant: Grant, others: readonly Grant[][]): boolean {
  return scope !== '*' && grant.scope === '*' && others.every((grants) => grants.some((other) => other.scope === '*'));
}

function sharesNames(one: Grant, other: Grant): boolean {
  if (!isNamed(one.rule) || !isNamed(other.rule)) return true;
  return one.rule.resourceNames.some((name) => other.rule.resourceNames.includes(name));
}
