import type { Platform } from '../../facts/platform.ts';
import type { Binding } from '../../model/binding.ts';
import { type Chain, type Cut, type Goal, goals } from '../../model/path.ts';
import { refOf } from '../../model/ref.ts';
import type { Role } from '../../model/role.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { buildGraph } from './build.ts';
import { hopsOf } from './chain.ts';
import { type FindOpen, smallestCut } from './cut.ts';
import { GoalReach, startOf } from './goal-reach.ts';
import type { Edge, Graph } from './graph.ts';
import type { Reason } from './holder.ts';
import { type IsHeld, reasonsFor } from './search.ts';

/** What the user says about the cluster; everything is optional. */
export interface EscalationOptions {
  /** The platform that the cluster runs on, where the user has named it. */
  platform?: Platform | undefined;
  /** Which grants are there on purpose, so that no cut names them; else those that Kubernetes makes itself. */
  isExpected?: (binding: Binding, role: Role, subject: Subject) => boolean;
}

/**
 * Who can become whom, and what that leads to. The graph is built and each goal is searched for when first asked; from then
 * on every answer is a look-up.
 */
export class Escalation {
  private readonly access: Access;
  private readonly options: EscalationOptions;
  private graphBuilt: Graph | undefined;
  private readonly reaches = new Map<string, GoalReach>();

  constructor(access: Access, options: EscalationOptions = {}) {
    this.access = access;
    this.options = options;
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

  /**
   * The bindings whose removal ends every path of some subjects to a goal. Those whom expected grants lead there are left
   * out; undefined where no others reach it.
   */
  cut(goal: Goal, subjects: readonly Subject[]): Cut | undefined {
    const concerned = subjects.filter((subject) => this.leadsTo(goal, subject) && !this.way(goal, subject, 'fixed'));
    if (concerned.length === 0) return undefined;
    const { graph } = this;
    const starts = concerned.map((subject) => startOf(this.access, graph, goal, subject));
    const find: FindOpen = (removed) => {
      const isHeld: IsHeld = (reason) => reason.fixed || !reason.binding || !removed.has(reason.binding);
      const reach = new GoalReach(graph, goal, isHeld);
      const ways = starts.flatMap((start) => reach.waysFrom(start)).map((way) => bindingsOf(way, isHeld));
      return { ways, work: reach.search.work + starts.length + ways.length };
    };
    const found = smallestCut(find);
    return { goal, bindings: found.bindings.map((binding) => refOf(binding)), minimal: found.minimal };
  }

  private way(goal: Goal, subject: Subject, reasons: 'all' | 'fixed'): Edge[] | undefined {
    return this.reach(goal, reasons).wayFrom(startOf(this.access, this.graph, goal, subject));
  }

  private reach(goal: Goal, reasons: 'all' | 'fixed'): GoalReach {
    const key = `${goal} ${reasons}`;
    const known = this.reaches.get(key);
    if (known) return known;
    const made = new GoalReach(this.graph, goal, reasons === 'all' ? always : isFixed);
    this.reaches.set(key, made);
    return made;
  }

  private get graph(): Graph {
    this.graphBuilt ??= buildGraph(this.access, this.options);
    return this.graphBuilt;
  }
}

const always: IsHeld = () => true;
const isFixed: IsHeld = (reason) => reason.fixed;

/** The bindings that a way depends on and that can be removed, each once, from its start on. */
function bindingsOf(way: readonly Edge[], isHeld: IsHeld): Binding[] {
  const reasons: Reason[] = way.flatMap((edge) => reasonsFor(edge, isHeld));
  return [...new Set(reasons.flatMap(({ fixed, binding }) => (fixed || !binding ? [] : [binding])))];
}
