import type { BindingKind, BoundSubject } from './binding.ts';
import type { ObjectRef } from './gap.ts';
import type { RoleKind } from './role.ts';
import type { Subject } from './subject.ts';

/** What a proposal changes for whom, as the verifier found it; strings are requests in words, such as `list secrets in shop`. */
export interface Proof {
  equivalent: boolean;
  lost: string[];
  gained: string[];
  othersChanged: string[];
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
  labels: Record<string, string>;
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

/**
 * New roles and bindings, what they replace, and the proof. An edited object is removed and created under the same name.
 * `removes` is in the order in which to delete: bindings before roles.
 */
export interface Proposal {
  id: string;
  kind: 'split';
  subjects: Subject[];
  replaces: ObjectRef[];
  creates: Manifest[];
  removes: ObjectRef[];
  why: string[];
  proof: Proof;
}

/** A proposal that nobody has proved yet. */
export type Draft = Omit<Proposal, 'proof'>;

/** Proves what drafts, applied together as one set, change for whom. */
export type Verify = (drafts: readonly Draft[]) => Proof;
