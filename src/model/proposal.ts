import type { BindingKind, BoundSubject } from './binding.ts';
import { type ObjectRef, objectKey } from './gap.ts';
import type { Scope } from './grant.ts';
import type { RoleKind, RoleRef } from './role.ts';
import type { Subject } from './subject.ts';

/**
 * What can be proposed, most far-reaching first: what an audit log shows in use, wildcards written out, rights kept to namespaces, one role for equal ones,
 * classes apart, and what grants nothing dropped.
 */
export const proposalKinds = ['usage', 'expand', 'narrow', 'factor', 'split', 'drop'] as const;
export type ProposalKind = (typeof proposalKinds)[number];

/**
 * What a proposal changes for whom, as the verifier found it; strings are requests in words, such as `list secrets in shop`.
 * Every request that is lost is one that `lost` names; where that stands for many (`* pods in shop`), some of them may be kept.
 */
export interface Proof {
  /** Nobody loses or gains anything, not even what is never asked. */
  equivalent: boolean;
  lost: string[];
  /** Those of `lost` that no request can be: the API serves nothing of the kind, or not in that place. */
  inert: string[];
  /** Who loses what, those together who lose the same. */
  losses: Loss[];
  gained: string[];
  othersChanged: string[];
  /** What the API server would refuse, and what would feed an aggregated ClusterRole or touch one of Kubernetes' own. */
  refused: string[];
  /** What it takes to write the new objects, besides the right to write objects of their kind. */
  applier: ApplierNeed[];
  /** Only for proposals from usage. */
  used?: UsedProof;
}

/** What became of the requests that an audit log shows. */
export interface UsedProof {
  /** How many different requests of the subjects were asked of the matcher. */
  requests: number;
  /** Those that would be refused. */
  lost: string[];
  /** What is given and was neither used nor declared. */
  unexplained: string[];
}

/** What some subjects lose; all of it stands in `lost` too. */
export interface Loss {
  subjects: Subject[];
  lost: string[];
}

/**
 * To write `object`, one must hold all that `role` grants in `scope`, or be allowed to `verb` the role there
 * (rbac policybased storages: escalate for roles, bind for bindings).
 */
export interface ApplierNeed {
  object: ObjectRef;
  verb: 'escalate' | 'bind';
  role: RoleRef;
  scope: Scope;
}

/** A new Kubernetes object as plain data, ready to be printed: fields in the order in which kubectl prints them. */
export type Manifest = RoleManifest | BindingManifest;

export interface RoleManifest {
  apiVersion: string;
  kind: RoleKind;
  metadata: ManifestMetadata;
  rules: ManifestRule[];
}

export interface BindingManifest {
  apiVersion: string;
  kind: BindingKind;
  metadata: ManifestMetadata;
  roleRef: { apiGroup: string; kind: RoleKind; name: string };
  subjects: (BoundSubject & { apiGroup?: string })[];
}

/** `namespace` is missing for cluster-scoped objects. */
export interface ManifestMetadata {
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  name: string;
  namespace?: string;
}

/** A PolicyRule as it is written: lists that are empty are left out. */
export interface ManifestRule {
  apiGroups?: string[];
  nonResourceURLs?: string[];
  resourceNames?: string[];
  resources?: string[];
  verbs: string[];
}

/** How many verbs on resources and URLs are granted, of what the API serves, and where. */
export interface Rights {
  scopes: Scope[];
  read: number;
  write: number;
  privileged: number;
}

/**
 * New roles and bindings, what they replace, and the proof. An edited object is removed and created under the same name.
 * `removes` is in the order in which to delete: bindings before roles.
 */
export interface Proposal {
  id: string;
  /** The most far-reaching of `steps`. */
  kind: ProposalKind;
  /** All that was done to get from the old objects to the new ones, in the order of `proposalKinds`. */
  steps: ProposalKind[];
  subjects: Subject[];
  replaces: ObjectRef[];
  creates: Manifest[];
  removes: ObjectRef[];
  why: string[];
  rights: { before: Rights; after: Rights };
  proof: Proof;
}

/** A proposal that nobody has proved or measured yet. */
export type Draft = Omit<Proposal, 'proof' | 'rights'>;

/** What is gone for good once proposals are applied: an edited object is not, since it is created again under the same name. */
export function deletedBy(proposals: readonly Pick<Proposal, 'creates' | 'removes'>[]): ObjectRef[] {
  const created = new Set(proposals.flatMap(({ creates }) => creates.map(({ kind, metadata }) => objectKey({ kind, ...metadata }))));
  return proposals.flatMap(({ removes }) => removes.filter((ref) => !created.has(objectKey(ref))));
}

/** Proves what drafts, applied together as one set, change for whom. */
export type Verify = (drafts: readonly Draft[]) => Proof;
