import type { ObjectRef } from '../../model/gap.ts';
import type { FieldPath } from '../../model/position.ts';
import type { Manifest } from '../../model/proposal.ts';
import { asWritten } from './as-written.ts';
import type { Original } from './original.ts';
import { type Place, retell } from './retell.ts';
import { type Fields, fieldOf, isEmpty, isFields } from './same.ts';

/** What becomes of one object in a document. */
export interface ObjectChange {
  ref: ObjectRef;
  /** Where it stands in the document: nowhere deeper for a document that is the object. */
  path: FieldPath;
  /** True where the object stays as it is, and others come to it. */
  stays: boolean;
  /** Objects that are made of it, then those that only come next to it: before and behind. */
  successors: readonly Manifest[];
  before: readonly Manifest[];
  behind: readonly Manifest[];
}

/** Texts of objects, and what each of them has to say. */
export interface Told {
  texts: string[];
  values: Fields[];
  /** The comments of an object that goes and of which nothing is made. */
  remains: string;
}

/** The new objects of a change as texts that fit the place of the old one; undefined where the document cannot hold them. */
export function tellObjects(original: Original, place: Place, change: ObjectChange): Told | undefined {
  const { ref, successors, before, behind } = change;
  // A list that gives its items their kind takes no others.
  const isTyped = isFields(place.value) && isEmpty('kind', fieldOf(place.value, 'kind'));
  if (isTyped && [...before, ...successors, ...behind].some(({ kind }) => kind !== ref.kind)) return undefined;
  const written = (manifest: (typeof successors)[number]): Fields => asWritten(manifest, place.value, ref);
  const values = [before.map(written), successors.map(written), behind.map(written)] as const;
  const [front, own, back] = values;
  return {
    texts: [...front.map(place.print), ...retell(original, place, own), ...back.map(place.print)],
    values: values.flat(),
    remains: change.stays || own.length > 0 ? '' : place.remark(original.commentsBetween(place.start, place.end)),
  };
}
