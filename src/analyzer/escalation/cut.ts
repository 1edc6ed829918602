import { type Binding, bindingKey } from '../../model/binding.ts';
import { byCodeUnit, sortedByKey } from '../../model/order.ts';

/** Ways that are still open: of each the bindings that it depends on, from its start on. */
interface OpenWays {
  ways: readonly (readonly Binding[])[];
  /** What it took to find them. */
  work: number;
}

/** Finds, for everyone who still reaches the goal without the removed bindings, one way or more. */
export type FindOpen = (removed: ReadonlySet<Binding>) => OpenWays;

export interface CutSet {
  bindings: Binding[];
  minimal: boolean;
}

/** Sets of up to so many bindings are searched for the smallest one, beside those that have to go in any case. */
const mostSearched = 4;
/** Edges of the graph that may be looked at, once for the smallest cut and once for a small one: that bounds the time. */
const mostWork = 200_000;

/** Finds the smallest set of bindings without which no way is open. Every way has to depend on one. */
export function smallestCut(find: FindOpen): CutSet {
  return new CutSearch(find).run();
}

class CutSearch {
  private readonly find: FindOpen;
  private work = 0;

  constructor(find: FindOpen) {
    this.find = find;
  }

  run(): CutSet {
    const forced = this.forced();
    // Each of the ways that have nothing in common takes one more.
    const least = apart(this.open(forced));
    for (let size = least; size <= mostSearched; size++) {
      const found = this.within(forced, size);
      if (found) return cutSet(found, true);
      if (this.isSpent) break;
    }
    this.work = 0;
    const small = this.withoutSpare(this.greedy(forced), forced);
    return cutSet(small, small.size === forced.size + least);
  }

  private get isSpent(): boolean {
    return this.work > mostWork;
  }

  private open(removed: ReadonlySet<Binding>): OpenWays['ways'] {
    const { ways, work } = this.find(removed);
    this.work += work;
    return ways;
  }

  /** The bindings on which alone some way depends, as far as the work allows: they are in every cut. */
  private forced(): Set<Binding> {
    const forced = new Set<Binding>();
    for (;;) {
      const ways = this.open(forced);
      const alone = ways.flatMap((way) => (way.length === 1 ? way : []));
      for (const binding of alone) forced.add(binding);
      if (alone.length === 0 || this.isSpent) return forced;
    }
  }

  /** A cut that removes at most so many more: one of the bindings of any open way has to go. */
  private within(removed: ReadonlySet<Binding>, size: number): Set<Binding> | undefined {
    if (this.isSpent) return undefined;
    const ways = this.open(removed);
    const [first] = ways;
    if (!first) return new Set(removed);
    if (apart(ways) > size) return undefined;
    for (const binding of first) {
      const found = this.within(new Set([...removed, binding]), size - 1);
      if (found) return found;
    }
    return undefined;
  }

  /**
   * Removes what most ways depend on until none is open. Ways that open up meanwhile are put to those that are known, and the
   * choice is made again for all; where that takes too long, it stands, and more is removed.
   */
  private greedy(forced: ReadonlySet<Binding>): Set<Binding> {
    const known: (readonly Binding[])[] = [];
    let removed = new Set(forced);
    for (let ways = this.open(removed); ways.length > 0; ways = this.open(removed)) {
      known.push(...ways);
      removed = this.isSpent ? closing(ways, removed) : closing(known, forced);
    }
    return removed;
  }

  /** Puts back what turned out not to be needed, as far as the work allows. */
  private withoutSpare(removed: ReadonlySet<Binding>, forced: ReadonlySet<Binding>): Set<Binding> {
    const kept = new Set(removed);
    for (const binding of removed) {
      if (forced.has(binding) || this.isSpent) continue;
      kept.delete(binding);
      if (this.open(kept).length > 0) kept.add(binding);
    }
    return kept;
  }
}

/** How many of the ways have no binding in common, by taking what fits: a cut needs one for each. */
function apart(ways: OpenWays['ways']): number {
  const taken = new Set<Binding>();
  let count = 0;
  for (const way of ways) {
    if (way.some((binding) => taken.has(binding))) continue;
    for (const binding of way) taken.add(binding);
    count++;
  }
  return count;
}

/** What is removed already, and for each way that is still open what most of the ways depend on. */
function closing(ways: OpenWays['ways'], already: ReadonlySet<Binding>): Set<Binding> {
  const removed = new Set(already);
  const counts = Map.groupBy(ways.flat(), (binding) => binding);
  const commonest = [...counts].sort(([a, many], [b, more]) => more.length - many.length || byCodeUnit(bindingKey(a), bindingKey(b)));
  const rank = new Map(commonest.map(([binding], index) => [binding, index]));
  for (const way of ways) {
    if (way.some((binding) => removed.has(binding))) continue;
    removed.add(way.reduce((best, binding) => ((rank.get(binding) ?? 0) < (rank.get(best) ?? 0) ? binding : best)));
  }
  return removed;
}

function cutSet(bindings: ReadonlySet<Binding>, minimal: boolean): CutSet {
  return { bindings: sortedByKey([...bindings], bindingKey), minimal };
}
