import type { ObjectRef } from './gap.ts';
import type { Subject } from './subject.ts';

/** What a proposal changes for whom, as the verifier found it; strings are requests in words, such as `list secrets in shop`. */
export interface Proof {
  equivalent: boolean;
  lost: string[];
  gained: string[];
  othersChanged: string[];
}

/** A Kubernetes object as plain data, ready to be printed. */
export type Manifest = Record<string, unknown>;

/** New roles and bindings, what they replace, and the proof. An edited object is removed and created under the same name. */
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
