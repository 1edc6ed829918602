import type { BindingRef } from './binding.ts';
import type { BuiltinVia, Scope, Via } from './grant.ts';
import type { RoleRef } from './role.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** What who-can was asked: `namespace` is one namespace, `''` for all at once, or undefined for anywhere at all. */
export interface ResourceQuestion {
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  name: string;
  namespace: string | undefined;
}

export interface PathQuestion {
  verb: string;
  path: string;
}

export type HolderSubject = Subject & { via: (Via | BuiltinVia)[] };
export type LimitedSubject = Subject & { names: string[]; via: Via[] };

/** The answer of who-can: subjects that may, and those that may only for the names listed. Both sorted by subject. */
export interface WhoCan {
  subjects: HolderSubject[];
  limited: LimitedSubject[];
}

/** One rule that a subject holds, where, and why. */
export interface Permission {
  scope: Scope;
  rule: Omit<Rule, 'index'>;
  via: Via;
}

/** All that a subject may do: one entry per grant, through its own bindings and those of its groups, sorted by reason. */
export interface WhatCan {
  subject: Subject;
  groups: string[];
  /** True for members of system:masters, who may do everything whatever the rules say. */
  superuser: boolean;
  permissions: Permission[];
}

/** The one thing that keeps a grant from allowing a request. */
export type Difference = 'namespace' | 'apiGroup' | 'resource' | 'subresource' | 'resourceNames' | 'verb' | 'role' | 'path';

/** A binding of the identity that would allow the request if one thing were otherwise. */
export interface Miss {
  binding: BindingRef;
  role: RoleRef | { kind: string; namespace?: string; name: string };
  rule?: number;
  differs: Difference;
  detail: string;
}

/** The answer for one identity and one request, with all reasons for a yes and the nearest misses for a no. */
export type CanI = { allowed: true; via: (Via | BuiltinVia)[] } | { allowed: false; nearest: Miss[] };
