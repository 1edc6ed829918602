import { isExpectedSubject } from '../../facts/expected.ts';
import { mayHaveAwsAuth } from '../../facts/platform.ts';
import type { Binding } from '../../model/binding.ts';
import { type Role, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf, superuserGroup } from '../access/identity.ts';
import type { EscalationOptions } from './escalation.ts';
import { Graph, type Node } from './graph.ts';
import { Holder, type Reason, type Right } from './holder.ts';
import { steps } from './hops/index.ts';
import { Inventory } from './inventory.ts';
import { Places } from './places.ts';
import { everywhere, type Reach } from './reach.ts';
import { knownRequests, type RoleRights, rightsOfRoles } from './rights.ts';
import type { World } from './step.ts';

/** Who can become whom in one snapshot: every subject that can do something to that end, and whatever they lead to. */
export function buildGraph(access: Access, options: EscalationOptions): Graph {
  return new Builder(access, options).build();
}

const superusers: Subject = { kind: 'Group', name: superuserGroup };
const everyRule: Rule = { index: 0, verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] };

class Builder {
  private readonly access: Access;
  private readonly options: EscalationOptions;
  private readonly graph = new Graph();
  private readonly rights: RoleRights;
  private readonly world: World;
  private readonly holders = new Map<string, Holder>();
  private everyRequest: ReturnType<typeof knownRequests> | undefined;

  constructor(access: Access, options: EscalationOptions) {
    this.access = access;
    this.options = options;
    this.rights = rightsOfRoles(access);
    const full = new Set([...this.rights].filter(([, rights]) => rights.some(isEverything)).map(([key]) => key));
    const inventory = new Inventory(access);
    const byName = Map.groupBy(access.bindings, ({ name }) => name);
    this.world = {
      access,
      snapshot: access.snapshot,
      inventory,
      places: new Places(this.graph, access, inventory, full, {
        hasSteps: (subject) => this.hasSteps(subject),
        subject: (node, subject) => this.addSubject(node, subject),
        role: (node, role, reach) => this.addRole(node, role, reach),
      }),
      fullRoles: new Set(access.roles.filter((role) => role.kind === 'ClusterRole' && full.has(roleKey(role))).map(({ name }) => name)),
      mayHaveAwsAuth: mayHaveAwsAuth(access.snapshot, options.platform),
      bindingsNamed: (name) => byName.get(name) ?? [],
    };
  }

  build(): Graph {
    for (const subject of [...this.access.subjects, superusers]) this.world.places.usefulSubject(subject);
    this.graph.complete();
    return this.graph;
  }

  private hasSteps(subject: Subject): boolean {
    return subjectKey(subject) === subjectKey(superusers) || this.holderOf(subject).mayHaveSteps;
  }

  private addSubject(node: Node, subject: Subject): void {
    if (subjectKey(subject) === subjectKey(superusers)) this.graph.join(node, 'superuser', this.world.places.clusterAdmin());
    this.addSteps(node, this.holderOf(subject));
  }

  private addSteps(node: Node, holder: Holder): void {
    for (const find of steps) for (const { kind, to, needs } of find(holder, this.world)) this.graph.join(node, kind, to, needs);
  }

  private holderOf(subject: Subject): Holder {
    const key = subjectKey(subject);
    const known = this.holders.get(key);
    if (known) return known;
    const groups = identityOf(subject)
      .groups.map((name): Subject => ({ kind: 'Group', name }))
      .filter((group) => subjectKey(group) !== key)
      .map((group) => this.holderOf(group))
      .filter(({ links }) => links.length > 0);
    const bindings = this.access.bindingsFor(subject);
    const links = bindings.map((binding) => this.linkOf(binding, subject, key));
    const rights = links.flatMap((link) => this.rightsOf(link));
    const holder = new Holder(key, rights, links, groups);
    this.holders.set(key, holder);
    return holder;
  }

  private linkOf(binding: Binding, subject: Subject, holder: string): Reason {
    const role = this.access.roleOf(binding);
    const { isExpected = isExpectedSubject } = this.options;
    const fixed = role !== undefined && isExpected(binding, role, subject);
    return { reach: binding.namespace ?? everywhere, role, binding, subject, holder, fixed };
  }

  private rightsOf(link: Reason): Right[] {
    const rights = link.role ? (this.rights.get(roleKey(link.role)) ?? []) : [];
    return rights.map(({ id, request, rule, names }) => ({ ...link, id, request, rule, names }));
  }

  /** Whoever takes a role has its rights, through no binding that is there now. */
  private addRole(node: Node, role: Role | 'everything', reach: Reach): void {
    const link: Reason = { reach, role: role === 'everything' ? undefined : role, holder: node.key, fixed: true };
    const rights = role === 'everything' ? this.allRights(link) : this.rightsOf(link);
    this.addSteps(node, new Holder(node.key, rights, link.role ? [link] : [], []));
  }

  private allRights(link: Reason): Right[] {
    this.everyRequest ??= knownRequests(this.access.snapshot).filter(({ id, isAssumed }) => id !== 'everything' && !isAssumed);
    return this.everyRequest.map(({ id, request }) => ({ ...link, id, request, rule: everyRule, names: undefined }));
  }
}

function isEverything({ id, names }: { id: string; names: readonly string[] | undefined }): boolean {
  return id === 'everything' && names === undefined;
}
