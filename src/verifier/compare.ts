import type { WhyInert } from '../model/inert.ts';
import { allows, type Box } from './box.ts';
import { Missing } from './losses.ts';
import { allPoints, cornersOf, freshConstant } from './points.ts';

/** What is allowed on one side only, as requests in words, sorted. Of `lost`, `inert` are those that no request can be. */
export interface Difference {
  lost: string[];
  inert: string[];
  gained: string[];
}

// Corner points decide by themselves; on sets that are small enough all points are asked too, as a check on the corners.
const fewPoints = 500;

const nothingIsInert: WhyInert = () => undefined;

/**
 * Compares what `before` and `after` allow where `kept` is allowed on both sides. The world is open: `*` also stands for
 * what nobody has named yet.
 */
export function compareBoxes(
  before: readonly Box[],
  after: readonly Box[],
  kept: readonly Box[] = [],
  whyInert: WhyInert = nothingIsInert,
): Difference {
  const old = [...before, ...kept];
  const now = [...after, ...kept];
  const all = [...old, ...after];
  const other = freshConstant(all);
  const lost = missing(before, now, other);
  const gained = missing(after, old, other);
  if (lost.size === 0 && gained.size === 0) {
    for (const point of allPoints(all, other, fewPoints) ?? []) {
      const allowed = allows(old, point);
      if (allowed !== allows(now, point)) (allowed ? lost : gained).add(point);
    }
  }
  const losses = lost.inWords(now, whyInert);
  return { lost: losses.all, inert: losses.inert, gained: gained.inWords(old, whyInert).all };
}

/** The corners of the boxes that the others do not allow. A corner that its own box does not match is no request (URLs in a namespace, `pods/`). */
function missing(boxes: readonly Box[], others: readonly Box[], other: string): Missing {
  const found = new Missing(other);
  for (const box of boxes) {
    for (const corner of cornersOf(box, other)) {
      if (allows([box], corner) && !allows(others, corner)) found.add(corner);
    }
  }
  return found;
}
