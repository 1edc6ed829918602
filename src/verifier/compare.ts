import type { ServedResource } from '../facts/served.ts';
import type { WhyInert } from '../model/inert.ts';
import { isPathRequest, type Request } from '../model/request.ts';
import { allows, type Box } from './box.ts';
import { beyondServed, Missing } from './losses.ts';
import { allPoints, cornersOf, freshConstant, servedAt } from './points.ts';

/** What is allowed on one side only, as requests in words, sorted. Of `lost`, `inert` are those that no request can be. */
export interface Difference {
  lost: string[];
  inert: string[];
  gained: string[];
}

// Corner points decide by themselves; on sets that are small enough all points are asked too, as a check on the corners.
const fewPoints = 500;

/** What is known of the requests that there are. */
export interface World {
  whyInert: WhyInert;
  served: readonly ServedResource[];
}

const openWorld: World = { whyInert: () => undefined, served: [] };

/**
 * Compares what `before` and `after` allow where `kept` is allowed on both sides. The world is open: `*` also stands for
 * what nobody has named yet. Where a wildcard is lost but some of what the API serves is kept, what is lost of that is told too.
 */
export function compareBoxes(
  before: readonly Box[],
  after: readonly Box[],
  kept: readonly Box[] = [],
  { whyInert, served }: World = openWorld,
): Difference {
  const old = [...before, ...kept];
  const now = [...after, ...kept];
  const all = [...old, ...after];
  const other = freshConstant(all);
  const lost = missing(before, now, { other, served, homes: scopesOf(after) });
  const gained = missing(after, old, { other, served: [], homes: [] });
  if (lost.size === 0 && gained.size === 0) {
    for (const point of allPoints(all, other, fewPoints) ?? []) {
      const allowed = allows(old, point);
      if (allowed !== allows(now, point)) (allowed ? lost : gained).add(point);
    }
  }
  const losses = lost.inWords(now, whyInert);
  return { lost: losses.all, inert: losses.inert, gained: gained.inWords(old, whyInert).all };
}

interface Search {
  other: string;
  served: readonly ServedResource[];
  /** Namespaces in which part of what is lost elsewhere may be kept. */
  homes: readonly string[];
}

/** The corners of the boxes that the others do not allow. A corner that its own box does not match is no request (URLs in a namespace, `pods/`). */
function missing(boxes: readonly Box[], others: readonly Box[], { other, served, homes }: Search): Missing {
  const found = new Missing(other);
  for (const box of boxes) {
    for (const corner of cornersOf(box, other)) {
      if (!allows([box], corner) || allows(others, corner)) continue;
      const isPartly = addLostOf(corner);
      if (!isPartly) found.add(corner);
      if (isPathRequest(corner) || corner.namespace !== other) continue;
      for (const namespace of homes) if (!allows(others, { ...corner, namespace })) addLostOf({ ...corner, namespace });
    }

    /** Where some of what the API serves of an open corner is kept, tells what of it is not, and returns true. */
    function addLostOf(corner: Request): boolean {
      const near = isPathRequest(corner) ? others : others.filter(({ scope }) => scope === '*' || scope === corner.namespace);
      const named = [...servedAt(corner, other, served)].filter((request) => allows([box], request));
      const gone = named.filter((request) => !allows(near, request));
      if (gone.length === named.length) return false;
      found.add(corner, beyondServed);
      for (const request of gone) found.add(request);
      return true;
    }
  }
  return found;
}

function scopesOf(boxes: readonly Box[]): string[] {
  return [...new Set(boxes.map(({ scope }) => scope))].filter((scope) => scope !== '*');
}
