import type { Goal } from '../../model/path.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf } from '../access/identity.ts';
import { type Edge, type Graph, isHop, type Node } from './graph.ts';
import { homeOf } from './home.ts';
import { type Arrival, type IsHeld, isUsable, Search, type Target } from './search.ts';

const keys: Readonly<Record<Exclude<Goal, 'other-namespaces'>, readonly string[]>> = {
  'cluster-admin': ['cluster-admin'],
  'node-root': ['node\u0000any', 'node\u0000one'],
  'all-secrets': ['all-secrets'],
};

/** Where a subject starts from: its node, or those of its groups where it can do nothing by itself; and where it is at home. */
export interface Start {
  nodes: readonly Node[];
  home: ReadonlySet<string>;
}

const nowhere: ReadonlySet<string> = new Set();

/** Where a subject starts from on its way to a goal. */
export function startOf(access: Access, graph: Graph, goal: Goal, subject: Subject): Start {
  const own = graph.find(subjectKey(subject));
  const groups = () => identityOf(subject).groups.flatMap((name) => graph.find(subjectKey({ kind: 'Group', name })) ?? []);
  return { nodes: own ? [own] : groups(), home: goal === 'other-namespaces' ? homeOf(access, subject) : nowhere };
}

/** Who reaches a goal while some reasons hold, and by which shortest way. */
export class GoalReach {
  readonly search: Search;
  private readonly isHeld: IsHeld;

  constructor(graph: Graph, goal: Goal, isHeld: IsHeld) {
    this.isHeld = isHeld;
    // Of two different namespaces one is never home to a subject that has a single one.
    this.search = new Search(graph, targetsOf(graph, goal), isHeld, goal === 'other-namespaces' ? 2 : 1);
  }

  /** The edges from the start to the goal; undefined where none lead there. */
  wayFrom({ nodes, home }: Start): Edge[] | undefined {
    const nearest = this.nearest(nodes, home);
    if (nearest) return this.search.way(nearest.node, nearest.arrival.label);
    // Who has many homes may go further than to the nearest two namespaces.
    const mayGoFurther = home.size > 1 && nodes.flatMap((node) => this.search.from(node)).length > 1;
    return mayGoFurther ? wayForward(nodes, home, this.isHeld) : undefined;
  }

  /** That way first, and those that begin with another edge, one for each. */
  waysFrom(start: Start): Edge[][] {
    const shortest = this.wayFrom(start);
    if (!shortest) return [];
    const ways = [shortest];
    for (const edge of start.nodes.flatMap(({ out }) => out)) {
      const nearest = edge === shortest[0] ? undefined : this.nearest([edge.to], start.home);
      if (nearest && isUsable(edge, this.isHeld)) ways.push([edge, ...this.search.way(nearest.node, nearest.arrival.label)]);
    }
    return ways;
  }

  private nearest(nodes: readonly Node[], home: ReadonlySet<string>): { node: Node; arrival: Arrival } | undefined {
    const [nearest] = nodes
      .flatMap((node) => this.search.from(node).map((arrival) => ({ node, arrival })))
      .filter(({ arrival }) => !home.has(arrival.label))
      .sort((a, b) => a.arrival.doubts - b.arrival.doubts || a.arrival.hops - b.arrival.hops);
    return nearest;
  }
}

function targetsOf(graph: Graph, goal: Goal): Target[] {
  if (goal !== 'other-namespaces') return keys[goal].flatMap((key) => graph.find(key) ?? []).map((node) => ({ node, label: '' }));
  return graph.nodes.flatMap((node) => (node.namespace === undefined ? [] : [{ node, label: node.namespace }]));
}

/** The shortest way from some nodes to ServiceAccounts of a namespace that is not home. It looks no further than home. */
function wayForward(starts: readonly Node[], home: ReadonlySet<string>, isHeld: IsHeld): Edge[] | undefined {
  const cameBy = new Map<Node, Edge | undefined>(starts.map((node) => [node, undefined]));
  let level = [...starts];
  while (level.length > 0) {
    const later: Edge[] = [];
    for (const node of level) {
      if (node.namespace !== undefined && !home.has(node.namespace)) return back(node, cameBy);
      for (const edge of node.out) {
        if (cameBy.has(edge.to) || !isUsable(edge, isHeld)) continue;
        if (isHop(edge.kind)) later.push(edge);
        else {
          cameBy.set(edge.to, edge);
          level.push(edge.to);
        }
      }
    }
    level = [];
    for (const edge of later) {
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      level.push(edge.to);
    }
  }
  return undefined;
}

function back(end: Node, cameBy: ReadonlyMap<Node, Edge | undefined>): Edge[] {
  const way: Edge[] = [];
  for (let edge = cameBy.get(end); edge; edge = cameBy.get(edge.from)) way.unshift(edge);
  return way;
}
