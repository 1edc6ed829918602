import type { Grant, Scope } from '../../model/grant.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import { asksCollection } from '../access/scope.ts';
import type { Fact, Link } from './check.ts';
import { isExpected } from './expected.ts';
import { factsOf, grantAs } from './grants.ts';
import { holdings, ScopedHoldings } from './holdings.ts';
import { concernsNamespace, isAskedInNamespaces } from './reach.ts';
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

/** The verbs that change an object, make one or do away with one. */
export const writeAndDeleteVerbs = `${writeVerbs} delete deletecollection`;

/**
 * The grants that allow some such request. A rule with resourceNames allows no create and no deletecollection, because those
 * requests name nothing; a RoleBinding allows nothing on what lies outside namespaces (requestinfo.go).
 */
export function grantsOfRequests(access: Access, requests: readonly ResourcePattern[]): Grant[] {
  return requests.flatMap((request) => {
    const { verb, group, resource, subresource } = request;
    const isForObject = !asksCollection(request);
    const needsUnnamed = !isForObject && (verb === 'create' || verb === 'deletecollection');
    const inNamespaces = isAskedInNamespaces(access.snapshot.discovery, group, resource, [verb]);
    return access
      .grantsMatching({ verb, group, resource, subresource })
      .filter(
        ({ rule, scope }) =>
          (scope === '*' || (inNamespaces && concernsNamespace(group, resource, rule, scope))) &&
          !(needsUnnamed && isNamed(rule)) &&
          !(isForObject && namesNothing(rule)),
      );
  });
}

/** An empty name is that of requests without one, and of no object (ResourceNameMatches). */
function namesNothing({ resourceNames }: Rule): boolean {
  return resourceNames.length > 0 && resourceNames.every((name) => name === '');
}

/** One fact per subject, role and scope that allows some of the requests. */
export function factsOfRequests(access: Access, requests: readonly ResourcePattern[]): Fact[] {
  return factsOf(grantsOfRequests(access, requests));
}

/**
 * The grants with names that let objects of these names be created all the same. Server-side apply creates what does not exist,
 * and so does update where the resource allows it (AllowCreateOnUpdate, as RBAC's own do): both are asked for create with the
 * name (handlers/patch.go, update.go). `beside` are the verbs that create must be held beside, by whatever role.
 */
export function grantsOfNamedCreation(access: Access, requests: readonly ResourcePattern[], beside: string): Grant[] {
  return requests.flatMap((request) => {
    const { verb, group, resource, subresource } = request;
    if (verb !== 'create' || subresource !== '') return [];
    const changing = holdings(grantsOfRequests(access, requestsFor(beside, group, resource)));
    return namedGrants(access, request).filter((grant) =>
      changing(grant.subject).some((other) => reaches(other, grant.scope) && sharesNames(grant, other)),
    );
  });
}

/** The grants with names that cover the request, create included. */
function namedGrants(access: Access, request: ResourcePattern): Grant[] {
  const { verb, group, resource } = request;
  const inNamespaces = isAskedInNamespaces(access.snapshot.discovery, group, resource, [verb]);
  return access.grantsMatching(request).filter(({ rule, scope }) => isNamed(rule) && (scope === '*' || inNamespaces));
}

/** Several requests of which any will do; all parts together make a risk. */
export interface Part {
  requests?: readonly ResourcePattern[];
  /** Grants that serve as well as those of the requests. */
  grants?: readonly Grant[];
  /** True where only rules with resourceNames count, those that allow create included: the other half is a patch. */
  isForNames?: boolean;
  /** True where only a cluster-wide grant counts, because the request has no namespace. */
  isClusterScoped?: boolean;
  /** True where the grant must be for the same names as the first part's, or for all. */
  hasSameNames?: boolean;
  /** Where create with names counts beside these verbs (`grantsOfNamedCreation`). */
  createsBeside?: string;
}

/**
 * Facts about subjects that may ask something of every part in one scope, whichever of their roles gives it to them, or of those
 * of a group that they are in for certain. The role of the first part is the one that the fact is about; the other grants
 * stand in `together`.
 */
export function factsOfParts(access: Access, parts: readonly Part[]): Fact[] {
  const held: ScopedHoldings[] = [];
  for (const part of parts) {
    const grants = partGrants(access, part);
    // Nobody has all of them.
    if (grants.length === 0) return [];
    held.push(new ScopedHoldings(grants));
  }
  const subjects = new Set(held.flatMap((one) => [...one.subjects]));
  return [...subjects].flatMap((subject) => {
    // What comes of groups alone is said of the group.
    const own = held.flatMap((one) => [...one.ownScopes(subject)]);
    const scopes = own.includes('*') ? held.flatMap((one) => one.scopes(subject)) : own;
    return [...new Set(scopes)].flatMap((scope) => {
      const there = held.map((one) => one.in(subject, scope));
      if (there.some((grants) => grants.length === 0) || isOfGroupAlone(subject, there.flat())) return [];
      return factsInScope(subject, scope, there, parts);
    });
  });
}

/** True where all that is not Kubernetes' own doing comes to one of its own components through a group, of which it is said. */
function isOfGroupAlone(subject: Subject, grants: readonly Grant[]): boolean {
  const others = grants.filter((grant) => grant.subject !== subject && !isExpected(grant, grant.subject));
  return others.length > 0 && grants.every((grant) => grant.subject !== subject || isExpected(grant, subject));
}

/** The facts of several ways to the same end, one per subject, role and scope. */
export function factsOfAlternatives(access: Access, alternatives: readonly (readonly Part[])[]): Fact[] {
  return mergeFacts(alternatives.flatMap((parts) => factsOfParts(access, parts)));
}

/** One fact per subject, role and scope, with what is behind any of them. */
export function mergeFacts(facts: readonly Fact[]): Fact[] {
  const merged = Map.groupBy(facts, ({ holding }) => holding);
  return [...merged.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (!first) return [];
    if (others.length === 0) return [first];
    const because = distinct(same.flatMap((fact) => fact.because));
    const together = distinct(same.flatMap((fact) => fact.together ?? [])).filter(
      (link) => !because.some((other) => isSameLink(link, other)),
    );
    return [{ ...first, because, together }];
  });
}

/** Each pair of binding and rule once: a rule that allows several of the requests is one link. */
export function distinct<T extends Link>(links: readonly T[]): T[] {
  const known = new Map<Link['binding'], Set<Link['rule']>>();
  return links.filter(({ binding, rule }) => {
    const rules = known.get(binding) ?? new Set();
    known.set(binding, rules);
    return !rules.has(rule) && rules.add(rule);
  });
}

function isSameLink(one: Link, other: Link): boolean {
  return one.rule === other.rule && one.binding === other.binding;
}

function partGrants(access: Access, part: Part): readonly Grant[] {
  const { requests = [], grants = [], isClusterScoped = false, isForNames = false, createsBeside } = part;
  const asked = isForNames ? requests.flatMap((request) => namedGrants(access, request)) : grantsOfRequests(access, requests);
  const created = createsBeside === undefined ? [] : grantsOfNamedCreation(access, requests, createsBeside);
  const all = [...asked, ...created, ...grants];
  return isClusterScoped ? all.filter(({ scope }) => scope === '*') : all;
}

function factsInScope(subject: Subject, scope: Scope, held: readonly Grant[][], parts: readonly Part[]): Fact[] {
  const [first = [], ...others] = held;
  const haveSameNames = parts.slice(1).map((part) => part.hasSameNames === true);
  const all = new Beside(others, subject, scope);
  const besideOf = (grant: Grant): Beside => {
    if (!haveSameNames.includes(true)) return all;
    const matching = others.map((grants, index) => (haveSameNames[index] ? grants.filter((other) => sharesNames(grant, other)) : grants));
    return new Beside(matching, subject, scope);
  };
  const whole = first.map((grant) => ({ grant, beside: besideOf(grant) })).filter(({ grant, beside }) => beside.completes(grant));
  const facts = factsOf(distinct(whole.map(({ grant }) => grantAs(grant, subject, scope))));
  const together = distinct([...new Set(whole.map(({ beside }) => beside))].flatMap((beside) => beside.grants));
  return facts.map((fact) => ({
    ...fact,
    together: together.filter((grant) => !fact.because.some((link) => isSameLink(link, grant))),
  }));
}

/** What a subject holds of the other parts in a scope, and what that is worth beside a grant of the first. */
class Beside {
  readonly grants: Grant[];
  private readonly subject: Subject;
  private readonly scope: Scope;
  private readonly hasAll: boolean;
  private readonly isClusterWide: boolean;
  private readonly isOfScope: boolean;
  private readonly isOwn: boolean;

  constructor(parts: readonly Grant[][], subject: Subject, scope: Scope) {
    this.grants = parts.flat();
    this.subject = subject;
    this.scope = scope;
    this.hasAll = parts.every((grants) => grants.length > 0);
    this.isClusterWide = parts.every((grants) => grants.some((grant) => grant.scope === '*'));
    this.isOfScope = this.grants.some((grant) => grant.scope === scope);
    this.isOwn = this.grants.some((grant) => grant.subject === subject);
  }

  /** True if the parts make a whole with the grant, to be said of this subject and this scope. */
  completes(grant: Grant): boolean {
    if (!this.hasAll) return false;
    // What holds everywhere is said of everywhere, not of each namespace again.
    if (this.scope !== '*' && grant.scope === '*' && (this.isClusterWide || !this.isOfScope)) return false;
    // What comes of groups alone is said of the group.
    return this.isOwn || grant.subject === this.subject;
  }
}

/** True if the grant holds in a namespace, or in all of them (`*`). */
export function reaches(grant: Grant, scope: Scope): boolean {
  return grant.scope === '*' || grant.scope === scope;
}

/** True if some object has a name that both grants are for. */
export function sharesNames(one: Grant, other: Grant): boolean {
  if (!isNamed(one.rule) || !isNamed(other.rule)) return true;
  return one.rule.resourceNames.some((name) => other.rule.resourceNames.includes(name));
}
