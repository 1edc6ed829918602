import type { Binding } from '../../model/binding.ts';
import type { Grant, Use } from '../../model/grant.ts';
import type { PathRequest, Request } from '../../model/request.ts';
import type { Role, RoleRef } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Identity, Subject } from '../../model/subject.ts';

/** A resource request without namespace and name: what a rule must cover to be of interest. Strings are literal. */
export interface ResourcePattern {
  verb: string;
  group: string;
  resource: string;
  subresource: string;
}

/** A rule in its role, with what bindings of the role make of it: one grant for each subject of each binding. */
export interface RoleRule {
  readonly role: Role;
  readonly rule: Rule;
  readonly grants: readonly Grant[];
}

/**
 * Who may do what in one snapshot: roles resolved, identities normalised, everything indexed. Built once by `buildAccess`.
 * Lists are sorted by key; nothing here changes after it was built.
 */
export interface Access {
  readonly snapshot: Snapshot;
  /** All roles, with the rules that the authorizer would see (aggregation done). */
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  /** The rules of all roles, in the order of the roles. */
  readonly rules: readonly RoleRule[];
  /** Every subject that some binding names and that can match someone, each once, in its normal form. */
  readonly subjects: readonly Subject[];
  role(ref: RoleRef): Role | undefined;
  /** The role that a binding refers to, by rule.go GetRoleReferenceRules: no falling back between kinds or namespaces. */
  roleOf(binding: Binding): Role | undefined;
  /** The bindings that refer to a role, resolvable ones only. */
  bindingsOf(role: RoleRef): readonly Binding[];
  /** Whom bindings give a role. */
  usesOf(role: RoleRef): readonly Use[];
  /** The roles that a subject's own bindings give it; groups do not count. */
  usesFor(subject: Subject): readonly Use[];
  /** The subjects of a binding in normal form, each once, one object for all bindings that name it; those that never match (odd kind, ServiceAccount without namespace) are left out. */
  subjectsOf(binding: Binding): readonly Subject[];
  /** The bindings that name this very subject (its groups do not count), role resolvable or not. */
  bindingsFor(subject: Subject): readonly Binding[];
  /** What a subject is granted by its own bindings, one grant per rule; groups do not count. */
  grantsOf(subject: Subject): Grant[];
  /** All rules that cover the pattern in some namespace and for some name, bound or not. */
  rulesMatching(pattern: ResourcePattern | PathRequest): RoleRule[];
  /** Every grant whose rule covers the pattern, the same object each time, for all subjects and scopes; name limits are for the caller to look at. */
  grantsMatching(pattern: ResourcePattern | PathRequest): Grant[];
  /** The authorizer's answer for exactly this user and these groups (no groups are implied). */
  allows(identity: Identity, request: Request): boolean;
  /** All grants that allow the request to the identity, sorted; empty for system:masters, who need none. */
  reasons(identity: Identity, request: Request): Grant[];
  /** The role from which an aggregated role has a rule; undefined for rules that are the role's own. */
  sourceOf(role: Role, rule: Rule): RoleRef | undefined;
}
