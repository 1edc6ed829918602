import type { Grant, Scope } from '../../model/grant.ts';
import type { Subject } from '../../model/subject.ts';
import { identityOf } from '../access/identity.ts';
import type { Fact } from './check.ts';
import { isExpected } from './expected.ts';
import { factsOf, grantAs, joinFacts } from './grants.ts';

/** The groups of subjects, which many checks ask for. */
const known = new WeakMap<Subject, readonly string[]>();

/**
 * Finds those of the grants that a subject has by itself or through a group that it is in for certain, its own first. The subject
 * is one that the access knows (`Access.subjects`), so that it is the same object in all grants.
 */
export function holdings(grants: readonly Grant[]): (subject: Subject) => Grant[] {
  const bySubject = Map.groupBy(grants, ({ subject }) => subject);
  const groups = new Map([...bySubject].filter(([{ kind }]) => kind === 'Group').map(([{ name }, own]) => [name, own]));
  return (subject) => {
    const own = bySubject.get(subject) ?? [];
    return groups.size === 0 ? own : [...own, ...groupsOf(subject).flatMap((name) => groups.get(name) ?? [])];
  };
}

/**
 * Those of the grants that reach a holder of one of `beside` through a group, as grants of the holder: beside what one holds
 * oneself they may come to more than they are worth to the group. Kubernetes' own components are no holders here: what the group
 * gives them is said of the group.
 */
export function throughGroups(grants: readonly Grant[], beside: readonly Grant[]): Grant[] {
  const held = holdings(grants);
  const holders = new Set(beside.filter((grant) => !isExpected(grant, grant.subject)).map(({ subject }) => subject));
  return [...holders].flatMap((holder) =>
    held(holder).flatMap((grant) => (grant.subject === holder ? [] : grantAs(grant, holder, grant.scope))),
  );
}

/**
 * The facts of the grants, each seen beside what its subject holds of `beside`, and so too those of a holder whom the grants reach
 * through a group, where there is something `together`: what comes of a group alone is said of the group.
 */
export function factsBeside(grants: readonly Grant[], beside: readonly Grant[], see: (fact: Fact) => Fact): Fact[] {
  const joined = factsOf(throughGroups(grants, beside)).map(see);
  return joinFacts(
    factsOf(grants).map(see),
    joined.filter(({ together }) => together),
  );
}

/**
 * The same by scope, so that a group which holds something in many namespaces costs its members no more than where they hold
 * something themselves.
 */
export class ScopedHoldings {
  private readonly bySubject: ReadonlyMap<Subject, ByScope>;
  private readonly groups: ReadonlyMap<string, ByScope>;

  constructor(grants: readonly Grant[]) {
    this.bySubject = new Map([...Map.groupBy(grants, ({ subject }) => subject)].map(([subject, own]) => [subject, new ByScope(own)]));
    const groups = [...this.bySubject].filter(([{ kind }]) => kind === 'Group');
    this.groups = new Map(groups.map(([{ name }, own]) => [name, own]));
  }

  get subjects(): Iterable<Subject> {
    return this.bySubject.keys();
  }

  /** Where a subject holds something by itself. */
  ownScopes(subject: Subject): Iterable<Scope> {
    return this.bySubject.get(subject)?.scopes ?? [];
  }

  /** Where it does by itself or through a group. */
  scopes(subject: Subject): Scope[] {
    return this.of(subject).flatMap((held) => [...held.scopes]);
  }

  /** What it holds in a scope by a grant for that scope or for everywhere, its own first, each once. */
  in(subject: Subject, scope: Scope): Grant[] {
    return [...new Set(this.of(subject).flatMap((held) => held.in(scope)))];
  }

  private of(subject: Subject): ByScope[] {
    const own = this.bySubject.get(subject);
    const throughGroups = this.groups.size === 0 ? [] : groupsOf(subject).flatMap((name) => this.groups.get(name) ?? []);
    return own ? [own, ...throughGroups] : throughGroups;
  }
}

/** Grants of one subject by scope, in their order. */
class ByScope {
  private readonly byScope: ReadonlyMap<Scope, readonly Placed[]>;

  constructor(grants: readonly Grant[]) {
    const placed = grants.map((grant, place) => ({ grant, place }));
    this.byScope = Map.groupBy(placed, ({ grant }) => grant.scope);
  }

  get scopes(): Iterable<Scope> {
    return this.byScope.keys();
  }

  in(scope: Scope): Grant[] {
    const everywhere = this.byScope.get('*') ?? [];
    const there = scope === '*' ? [] : (this.byScope.get(scope) ?? []);
    const found = [...everywhere, ...there].sort((a, b) => a.place - b.place);
    return found.map(({ grant }) => grant);
  }
}

interface Placed {
  grant: Grant;
  place: number;
}

/** A subject and the groups that it is in for certain, each once. */
export function identitiesOf(subject: Subject): Subject[] {
  return [subject, ...groupsOf(subject).map((name): Subject => ({ kind: 'Group', name }))];
}

/** The groups that a subject is in for certain, without itself. */
function groupsOf(subject: Subject): readonly string[] {
  let groups = known.get(subject);
  if (!groups) {
    groups = identityOf(subject).groups.filter((name) => subject.kind !== 'Group' || name !== subject.name);
    known.set(subject, groups);
  }
  return groups;
}
