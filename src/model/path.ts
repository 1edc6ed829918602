import type { BindingRef } from './binding.ts';
import type { Scope } from './grant.ts';
import type { RoleRef } from './role.ts';
import type { Subject } from './subject.ts';

/** What an attacker wants, the worst first: the first includes all others. */
export const goals = ['cluster-admin', 'node-root', 'all-secrets', 'other-namespaces'] as const;
export type Goal = (typeof goals)[number];

/** The ways of getting from one identity to the next. docs/escalation.md has a section for each. */
export const hopKinds = [
  'superuser',
  'everything',
  'read-secrets',
  'mount-secrets',
  'token',
  'impersonate-account',
  'impersonate-user',
  'impersonate-group',
  'token-secret',
  'legacy-token',
  'run-pods',
  'recreate-account',
  'exec',
  'debug',
  'attach',
  'change-pods',
  'deploy',
  'bind',
  'escalate',
  'aggregate',
  'claim-role',
  'node-pods',
  'relax-namespace',
  'host-volume',
  'debug-node',
  'node-proxy',
  'client-certificate',
  'node-certificate',
  'bootstrap-token',
  'mutating-webhook',
  'mutating-policy',
  'aws-auth',
  'front-proxy',
  'node-accounts',
  'kubelet',
] as const;
export type HopKind = (typeof hopKinds)[number];

/** Hops that work in some clusters only, by what the input does not tell. A chain without them is preferred, however long. */
export const conditionalHops: ReadonlySet<HopKind> = new Set(['attach', 'aws-auth', 'bootstrap-token', 'front-proxy']);

/**
 * Where a hop leads.
 * - a subject: the attacker acts as it;
 * - `ServiceAccounts`: as any ServiceAccount of the namespace, or of every one where none is named;
 * - a role: the attacker is bound to it in the scope; `namespacedOnly` where that is by RoleBindings, whichever they like;
 * - `Everything`: every right in the namespace, or in each one where none is named;
 * - `Node`: root on one node that the attacker cannot choose, or on any; `Kubelet`: credentials of any node;
 * - `Goal`: the goal itself.
 */
export type Stop =
  | Subject
  | { kind: 'ServiceAccounts'; namespace?: string }
  | (RoleRef & { scope: Scope; namespacedOnly?: true })
  | { kind: 'Everything'; namespace?: string }
  | { kind: 'Node'; which: 'one' | 'any' }
  | { kind: 'Kubelet' }
  | { kind: 'Goal'; goal: 'cluster-admin' | 'all-secrets' };

/**
 * A grant behind a hop. `binding` is missing where the attacker got the role by the hop before; `rule` is missing where being
 * bound is what counts, or where the binding itself is what is changed. `group` is the group through which it is held.
 */
export interface HopVia {
  scope: Scope;
  binding?: BindingRef;
  role: RoleRef;
  rule?: number;
  source?: RoleRef;
  group?: string;
}

/** One step. All of `via` is needed for it; it is empty where the step needs no right, or where the attacker has them all. */
export interface Hop {
  kind: HopKind;
  to: Stop;
  via: HopVia[];
}

/** A shortest way of a subject to a goal. */
export interface Chain {
  goal: Goal;
  hops: Hop[];
}

/** `expected` is true of subjects whom nothing but expected grants names, such as those of Kubernetes itself. */
export type SubjectPaths = Subject & { expected: boolean; chains: Chain[] };

/** Bindings whose removal ends every path to a goal. `minimal` is true where no smaller set does. */
export interface Cut {
  goal: Goal;
  bindings: BindingRef[];
  minimal: boolean;
}

/** The answer of paths: each subject with its chains, and for each goal what to remove. A goal that Kubernetes' own bindings lead to has no cut. */
export interface Paths {
  subjects: SubjectPaths[];
  cuts: Cut[];
}
