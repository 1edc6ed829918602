import { type Binding, bindingKey } from '../../model/binding.ts';
import type { Grant, Use } from '../../model/grant.ts';
import { byKeys, sortedByKey } from '../../model/order.ts';
import type { PathRequest, Request } from '../../model/request.ts';
import { type Role, type RoleRef, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type Identity, type Subject, subjectKey } from '../../model/subject.ts';
import type { Access, ResourcePattern, RoleRule } from './access.ts';
import { aggregateRoles, aggregationSources, ruleText } from './aggregate.ts';
import { Holder } from './holder.ts';
import { normaliseSubject, superuserGroup, userOf } from './identity.ts';
import { PatternIndex } from './pattern-index.ts';
import { grantOf, ResolvedRole, ResolvedRule } from './resolved-role.ts';

/**
 * Builds the index over one snapshot. Roles of manifests get their aggregation computed; those of a whole cluster are
 * taken as they stand, since the authorizer reads `.rules` only.
 */
export function buildAccess(snapshot: Snapshot): Access {
  return new IndexedAccess(snapshot);
}

/** A binding with its role, where that exists, and whom it names, each once. */
interface Bound {
  resolved: ResolvedRole | undefined;
  subjects: readonly Subject[];
}

class IndexedAccess implements Access {
  readonly snapshot: Snapshot;
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly subjects: readonly Subject[];
  private readonly resolved = new Map<string, ResolvedRole>();
  private readonly bound = new Map<Binding, Bound>();
  private readonly users = new Map<string, Holder>();
  private readonly groups = new Map<string, Holder>();
  private allRules: readonly RoleRule[] | undefined;
  private byPattern: PatternIndex | undefined;
  private sources: Map<string, Map<string, RoleRef>> | undefined;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.roles = snapshot.input === 'manifests' ? aggregateRoles(snapshot.roles) : snapshot.roles;
    this.bindings = snapshot.bindings;
    for (const role of this.roles) this.resolved.set(roleKey(role), new ResolvedRole(role));
    for (const binding of this.bindings) this.addBinding(binding);
    const holders = [...this.users.values(), ...this.groups.values()];
    this.subjects = sortedByKey(
      holders.map((holder) => holder.subject),
      subjectKey,
    );
  }

  private addBinding(binding: Binding): void {
    const resolved = this.resolve(binding);
    const holders = new Set(binding.subjects.flatMap((subject) => this.holderFor(normaliseSubject(subject, binding)) ?? []));
    for (const holder of holders) holder.add({ binding, resolved, use: resolved?.addUse(holder.subject, binding) });
    this.bound.set(binding, { resolved, subjects: [...holders].map(({ subject }) => subject) });
    resolved?.bindings.push(binding);
  }

  /** The role of a roleRef (rule.go GetRoleReferenceRules): a Role only in the binding's own namespace, and never for a ClusterRoleBinding. */
  private resolve({ roleRef, namespace }: Binding): ResolvedRole | undefined {
    if (roleRef.kind === 'ClusterRole') return this.resolved.get(roleKey({ kind: 'ClusterRole', name: roleRef.name }));
    if (roleRef.kind !== 'Role' || namespace === undefined) return undefined;
    return this.resolved.get(roleKey({ kind: 'Role', namespace, name: roleRef.name }));
  }

  private holderFor(subject: Subject | undefined): Holder | undefined {
    if (!subject) return undefined;
    const user = userOf(subject);
    const holders = user === undefined ? this.groups : this.users;
    const name = user ?? subject.name;
    let holder = holders.get(name);
    if (!holder) {
      holder = new Holder(subject);
      holders.set(name, holder);
    }
    return holder;
  }

  private holderOf(subject: Subject): Holder | undefined {
    const user = userOf(subject);
    return user === undefined ? this.groups.get(subject.name) : this.users.get(user);
  }

  private holdersOf(identity: Identity): Holder[] {
    const holders: Holder[] = [];
    const user = this.users.get(identity.user);
    if (user) holders.push(user);
    for (const group of identity.groups) {
      const holder = this.groups.get(group);
      if (holder) holders.push(holder);
    }
    return holders;
  }

  role(ref: RoleRef): Role | undefined {
    return this.resolved.get(roleKey(ref))?.role;
  }

  roleOf(binding: Binding): Role | undefined {
    const bound = this.bound.get(binding);
    return (bound ? bound.resolved : this.resolve(binding))?.role;
  }

  bindingsOf(role: RoleRef): readonly Binding[] {
    return this.resolved.get(roleKey(role))?.bindings ?? [];
  }

  subjectsOf(binding: Binding): readonly Subject[] {
    return this.bound.get(binding)?.subjects ?? [];
  }

  bindingsFor(subject: Subject): readonly Binding[] {
    const holder = this.holderOf(subject);
    return holder ? holder.all().map((held) => held.binding) : [];
  }

  usesOf(role: RoleRef): readonly Use[] {
    return this.resolved.get(roleKey(role))?.uses ?? [];
  }

  usesFor(subject: Subject): readonly Use[] {
    const held = this.holderOf(subject)?.all() ?? [];
    return held.flatMap(({ use }) => use ?? []);
  }

  grantsOf(subject: Subject): Grant[] {
    return this.usesFor(subject).flatMap((use) => use.role.rules.map((rule) => grantOf(use, rule)));
  }

  get rules(): readonly RoleRule[] {
    this.allRules ??= [...this.resolved.values()].flatMap((resolved) =>
      resolved.role.rules.map((rule) => new ResolvedRule(resolved, rule)),
    );
    return this.allRules;
  }

  rulesMatching(pattern: ResourcePattern | PathRequest): RoleRule[] {
    this.byPattern ??= new PatternIndex(this.rules);
    return this.byPattern.covering(pattern);
  }

  grantsMatching(pattern: ResourcePattern | PathRequest): Grant[] {
    const grants = this.rulesMatching(pattern).flatMap((rule) => rule.grants);
    // Requests for URLs have no namespace, so RoleBindings are never consulted for them.
    return 'path' in pattern ? grants.filter(({ scope }) => scope === '*') : grants;
  }

  allows(identity: Identity, request: Request): boolean {
    if (identity.groups.includes(superuserGroup)) return true;
    const user = this.users.get(identity.user);
    if (user?.allows(request)) return true;
    return identity.groups.some((group) => this.groups.get(group)?.allows(request));
  }

  reasons(identity: Identity, request: Request): Grant[] {
    const grants: Grant[] = [];
    for (const holder of this.holdersOf(identity)) {
      for (const { use, resolved } of holder.consulted(request)) {
        if (use && resolved) grants.push(...resolved.rules.matching(request).map((rule) => grantOf(use, rule)));
      }
    }
    return grants.sort(
      byKeys((grant) => [subjectKey(grant.subject), bindingKey(grant.binding), String(grant.rule.index).padStart(6, '0')]),
    );
  }

  sourceOf(role: Role, rule: Rule): RoleRef | undefined {
    if (!role.aggregation) return undefined;
    this.sources ??= this.findSources();
    return this.sources.get(roleKey(role))?.get(ruleText(rule));
  }

  /** For each aggregated role, each rule's text and the role it came from; of several the first in the controller's order. */
  private findSources(): Map<string, Map<string, RoleRef>> {
    const found = new Map<string, Map<string, RoleRef>>();
    for (const [key, roles] of aggregationSources(this.roles)) {
      const byRule = new Map<string, RoleRef>();
      for (const source of roles) {
        for (const rule of source.rules) {
          const text = ruleText(rule);
          if (!byRule.has(text)) byRule.set(text, { kind: source.kind, name: source.name });
        }
      }
      found.set(key, byRule);
    }
    return found;
  }
}
