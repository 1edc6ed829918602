import type { Binding } from '../../model/binding.ts';
import { type Chain, type Cut, type Goal, goals } from '../../model/path.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { buildGraph } from './build.ts';
import { hopsOf } from './chain.ts';
import { type FindOpen, smallestCut } from './cut.ts';
import { GoalReach, startOf } from './goal-reach.ts';
import type { Edge } from './graph.ts';
import type { Reason } from './holder.ts';
import { type IsHeld, reasonsFor } from './search.ts';

/**
 * Who can become whom, and what that leads to. The graph is built and each goal is searched for when first asked; from then
 * on every answer is a look-up.
 */
export class Escalation {
  private readonly access: Access;
  private graphBuilt: ReturnType<typeof buildGraph> | undefined;
  private readonly reaches = new Map<string, GoalReach>();

  constructor(access: Access) {
    this.access = access;
  }

  /** The shortest chain of a subject to each goal that it reaches, in the order of the goals; the implied groups count. */
  pathsOf(subject: Subject, asked: readonly Goal[] = goals): Chain[] {
    return asked.flatMap((goal) => this.chainTo(goal, subject) ?? []);
  }

  private chainTo(goal: Goal, subject: Subject): Chain | undefined {
    const way = this.way(goal, subject, 'all');
    return way && { goal, hops: hopsOf(this.access, subject, way, always) };
  }

  /** True if some path leads a subject to the goal; cheaper than to ask for it. */
  leadsTo(goal: Goal, subject: Subject): boolean {
    return this.way(goal, subject, 'all') !== undefined;
  }

  /** The namespaces of which some ServiceAccount leads to cluster-admin: whoever can act as any of them has the cluster. */
  namespacesToClusterAdmin(): ReadonlySet<string> {
    const { inventory } = this.built;
    const bound = this.access.subjects.filter((subject) => subject.kind === 'ServiceAccount' && inventory.exists(subject));
    // Every namespace has this one, and it has what all ServiceAccounts of the namespace have.
    const ofAll = inventory.namespaces.map((namespace): Subject => ({ kind: 'ServiceAccount', namespace, name: 'default' }));
    const leading = [...bound, ...ofAll].filter((subject) => this.leadsTo('cluster-admin', subject));
    return new Set(leading.flatMap(({ namespace }) => namespace ?? []));
  }

  /**
   * The bindings whose removal ends every path of some subjects to a goal. Those whom Kubernetes' own bindings lead there are
   * left out; undefined where no others reach it.
   */
  cut(goal: Goal, subjects: readonly Subject[]): Cut | undefined {
    const concerned = subjects.filter((subject) => this.leadsTo(goal, subject) && !this.way(goal, subject, 'fixed'));
    if (concerned.length === 0) return undefined;
    const { graph } = this.built;
    const starts = concerned.map((subject) => startOf(this.access, graph, goal, subject));
    const find: FindOpen = (removed) => {
      const isHeld: IsHeld = (reason) => reason.fixed || !reason.binding || !removed.has(reason.binding);
      const reach = new GoalReach(graph, goal, isHeld);
      const ways = starts.flatMap((start) => {
        const way = reach.wayFrom(start);
        return way ? [bindingsOf(way, isHeld)] : [];
      });
      return { ways, work: reach.search.work + starts.length };
    };
    const found = smallestCut(find);
    return { goal, bindings: found.bindings.map(refOf), minimal: found.minimal };
  }

  private way(goal: Goal, subject: Subject, reasons: 'all' | 'fixed'): Edge[] | undefined {
    return this.reach(goal, reasons).wayFrom(startOf(this.access, this.built.graph, goal, subject));
  }

  private reach(goal: Goal, reasons: 'all' | 'fixed'): GoalReach {
    const key = `${goal} ${reasons}`;
    const known = this.reaches.get(key);
    if (known) return known;
    const made = new GoalReach(this.built.graph, goal, reasons === 'all' ? always : isFixed);
    this.reaches.set(key, made);
    return made;
  }

  private get built(): ReturnType<typeof buildGraph> {
    this.graphBuilt ??= buildGraph(this.access);
    return this.graphBuilt;
  }
}

const known = new WeakMap<Access, Escalation>();

/** The escalation of an access, the same for all who ask. */
export function escalationOf(access: Access): Escalation {
  let escalation = known.get(access);
  if (!escalation) {
    escalation = new Escalation(access);
    known.set(access, escalation);
  }
  return escalation;
}

const always: IsHeld = () => true;
const isFixed: IsHeld = (reason) => reason.fixed;

/** The bindings that a way depends on and that can be removed, each once, from its start on. */
function bindingsOf(way: readonly Edge[], isHeld: IsHeld): Binding[] {
  const reasons: Reason[] = way.flatMap((edge) => reasonsFor(edge, isHeld));
  return [...new Set(reasons.flatMap(({ fixed, binding }) => (fixed || !binding ? [] : [binding])))];
}

function refOf({ kind, namespace, name }: Binding): Cut['bindings'][number] {
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}
