import type { ObjectRef } from '../model/gap.ts';
import type { Manifest } from '../model/proposal.ts';
import { type Ref, refOf } from '../model/ref.ts';
import type { Subject } from '../model/subject.ts';

/** What may be gone after a change: nothing at all, what no request can be, or what was given up on purpose. */
export type Toll = 'nothing' | 'inert' | 'rights';

/** What one step does to one role and its bindings, or to a binding without a role. */
export interface Change {
  /** The role (or the binding, where there is no role) and the bindings that are concerned. */
  replaces: ObjectRef[];
  subjects: readonly Subject[];
  makes: Made[];
  removes: ObjectRef[];
  why: string[];
  toll: Toll;
}

/** A new object and the one that it was made from. An edited object is made from itself, and removed too. */
export interface Made {
  manifest: Manifest;
  from: ObjectRef;
}

/** A change as it is applied. */
export function objectsOf({ makes, removes }: Change): { creates: Manifest[]; removes: ObjectRef[] } {
  return { creates: makes.map(({ manifest }) => manifest), removes };
}

/** The object that a manifest makes. */
export function refOfManifest<Kind extends Manifest['kind']>({
  kind,
  metadata,
}: {
  kind: Kind;
  metadata: Manifest['metadata'];
}): Ref<Kind> {
  return refOf({ kind, ...metadata });
}
