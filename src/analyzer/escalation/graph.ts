import { type HopKind, hopKinds, type Stop } from '../../model/path.ts';
import type { Need } from './holder.ts';

/**
 * What joins two nodes without being a step: `member` leads to a group that one is in, `choice` to one of several,
 * `includes` to what one has besides.
 */
type LinkKind = 'member' | 'choice' | 'includes';

/** A step or a link. All of `needs` are needed; a link mostly needs nothing. */
export interface Edge {
  from: Node;
  to: Node;
  kind: HopKind | LinkKind;
  needs: readonly Need[];
}

/** An identity, any of several identities, or a goal. */
export interface Node {
  /** Its place in `Graph.nodes`. */
  id: number;
  key: string;
  stop: Stop;
  /** Whose ServiceAccount one is here: one of this namespace, or (empty) of any. */
  namespace: string | undefined;
  out: Edge[];
  into: Edge[];
}

/** Who can become whom. Nodes are made when something first leads to them. */
export class Graph {
  readonly nodes: Node[] = [];
  private readonly byKey = new Map<string, Node>();
  private readonly pending: { node: Node; expand(node: Node): void }[] = [];

  /** The node of a key; a new one gets its edges from `expand` later, so that circles are no matter. */
  node(key: string, stop: Stop, expand: (node: Node) => void): Node {
    const known = this.byKey.get(key);
    if (known) return known;
    const node: Node = { id: this.nodes.length, key, stop, namespace: undefined, out: [], into: [] };
    this.byKey.set(key, node);
    this.nodes.push(node);
    this.pending.push({ node, expand });
    return node;
  }

  find(key: string): Node | undefined {
    return this.byKey.get(key);
  }

  join(from: Node, kind: Edge['kind'], to: Node, needs: readonly Need[] = []): void {
    if (from === to) return;
    const edge: Edge = { from, to, kind, needs };
    from.out.push(edge);
    to.into.push(edge);
  }

  /** Gives every node its edges, those too that come up meanwhile. */
  complete(): void {
    for (let next = this.pending.pop(); next; next = this.pending.pop()) next.expand(next.node);
  }
}

const ranks: ReadonlyMap<string, number> = new Map([...hopKinds, 'member', 'choice', 'includes'].map((kind, index) => [kind, index]));

/** True for a step, false for a link. */
export function isHop(kind: Edge['kind']): kind is HopKind {
  return kind !== 'member' && kind !== 'choice' && kind !== 'includes';
}

/** The order between edges that lead equally far: the plainest kind of step first, links last. */
export function rankOf(kind: Edge['kind']): number {
  return ranks.get(kind) ?? ranks.size;
}
