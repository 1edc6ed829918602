import { byCodeUnit } from '../../model/order.ts';
import { conditionalHops } from '../../model/path.ts';
import { type Edge, type Graph, isHop, type Node, rankOf } from './graph.ts';
import type { Need, Reason } from './holder.ts';

/** Which reasons still hold: all, or those that some bindings do not give any more. */
export type IsHeld = (reason: Reason) => boolean;

/** That a node leads to a goal of this label, in so many steps, of which so many rest on what the input does not tell. */
export interface Arrival {
  label: string;
  hops: number;
  doubts: number;
  isGoal: boolean;
  /** The next nearest goal. */
  other: Arrival | undefined;
  /** The first edge of the way, once it was asked for. */
  next: Edge | undefined;
}

/** A goal may have labels: then a node knows the nearest goals of two different labels. */
export interface Target {
  node: Node;
  label: string;
}

/**
 * Finds for every node how near the goals are, by going back from them, one step after the other; ways that rest on fewer doubts
 * count as nearer. Each edge is looked at once for each label, so the time is linear in the graph.
 */
export class Search {
  private readonly isHeld: IsHeld;
  private readonly most: number;
  /** By node, the nearest goal; most nodes know of none or of one. */
  private readonly arrivals: (Arrival | undefined)[];
  /** How many edges were looked at. */
  work = 0;

  constructor(graph: Graph, targets: readonly Target[], isHeld: IsHeld, most = 1) {
    this.isHeld = isHeld;
    this.most = most;
    this.arrivals = new Array<Arrival | undefined>(graph.nodes.length);
    this.run(targets);
  }

  /** The nearest goals, nearest first. */
  from(node: Node): Arrival[] {
    const found: Arrival[] = [];
    for (let arrival = this.arrivals[node.id]; arrival; arrival = arrival.other) found.push(arrival);
    return found;
  }

  /** The edges of a shortest way, the plainest where several are equally short. */
  way(node: Node, label: string): Edge[] {
    const edges: Edge[] = [];
    for (let next = this.first(node, label); next; next = this.first(next.to, label)) edges.push(next);
    return edges;
  }

  private run(targets: readonly Target[]): void {
    const byDoubts: Found[][] = [[targets.map((target) => ({ ...target, isGoal: true }))]];
    for (let doubts = 0; doubts < byDoubts.length; doubts++) {
      const levels = byDoubts[doubts] ?? [];
      for (let hops = 0; hops < levels.length; hops++) {
        const level = (levels[hops] ?? []).filter(({ node, label, isGoal }) => this.arrive(node, label, hops, doubts, isGoal));
        // What links lead back to belongs to the same level, and is looked at in turn.
        for (const at of level) this.goBack(at, hops, doubts, level, byDoubts);
      }
    }
  }

  private goBack(at: Target, hops: number, doubts: number, level: Found, byDoubts: Found[][]): void {
    for (const edge of at.node.into) {
      this.work++;
      if (!isUsable(edge, this.isHeld)) continue;
      const before = { node: edge.from, label: at.label, isGoal: false };
      if (isHop(edge.kind)) addAt(byDoubts, doubts + doubtOf(edge), hops + 1, before);
      else if (this.arrive(before.node, before.label, hops, doubts, false)) level.push(before);
    }
  }

  private arrive(node: Node, label: string, hops: number, doubts: number, isGoal: boolean): boolean {
    const arrival: Arrival = { label, hops, doubts, isGoal, other: undefined, next: undefined };
    let last = this.arrivals[node.id];
    if (!last) {
      this.arrivals[node.id] = arrival;
      return true;
    }
    for (let known = 1; known < this.most && last.label !== label; known++) {
      if (!last.other) {
        last.other = arrival;
        return true;
      }
      last = last.other;
    }
    return false;
  }

  private first(node: Node, label: string): Edge | undefined {
    const arrival = this.arrivalAt(node, label);
    if (!arrival || arrival.isGoal) return undefined;
    arrival.next ??= this.choose(node, arrival);
    return arrival.next;
  }

  private arrivalAt(node: Node, label: string): Arrival | undefined {
    let arrival = this.arrivals[node.id];
    while (arrival && arrival.label !== label) arrival = arrival.other;
    return arrival;
  }

  private choose(node: Node, { label, hops, doubts }: Arrival): Edge | undefined {
    let best: Edge | undefined;
    for (const edge of node.out) {
      const rest = this.arrivalAt(edge.to, label);
      if (rest?.hops !== hops - (isHop(edge.kind) ? 1 : 0) || rest.doubts !== doubts - doubtOf(edge)) continue;
      if (!isUsable(edge, this.isHeld)) continue;
      if (best === undefined || isPlainer(edge, best)) best = edge;
    }
    return best;
  }
}

function doubtOf({ kind }: Edge): number {
  return isHop(kind) && conditionalHops.has(kind) ? 1 : 0;
}

type Found = (Target & { isGoal: boolean })[];

function addAt(byDoubts: Found[][], doubts: number, hops: number, found: Found[number]): void {
  byDoubts[doubts] ??= [];
  const levels = byDoubts[doubts];
  const level = levels[hops];
  if (level) level.push(found);
  else levels[hops] = [found];
}

/** True if all that the edge needs is held. */
export function isUsable({ needs }: Edge, isHeld: IsHeld): boolean {
  return needs.every((need) => need.some(isHeld));
}

/** The reasons behind an edge: of each need the first that is held. */
export function reasonsFor({ needs }: Edge, isHeld: IsHeld): Reason[] {
  return needs.flatMap((need: Need) => need.find(isHeld) ?? []);
}

function isPlainer(one: Edge, other: Edge): boolean {
  const [a, b] = [rankOf(one.kind), rankOf(other.kind)];
  return a !== b ? a < b : byCodeUnit(one.to.key, other.to.key) < 0;
}
