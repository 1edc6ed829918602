import { type Binding, bindingKey } from '../../model/binding.ts';
import type { Grant, Scope } from '../../model/grant.ts';
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
import { ResolvedRole } from './resolved-role.ts';
import { RuleIndex } from './rule-index.ts';

/**
 * Builds the index over one snapshot. Roles of manifests get their aggregation computed; those of a whole cluster are
 * taken as they stand, since the authorizer reads `.rules` only.
 */
export function buildAccess(snapshot: Snapshot): Access {
  return new IndexedAccess(snapshot);
}

class IndexedAccess implements Access {
  readonly snapshot: Snapshot;
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly subjects: readonly Subject[];
  private readonly resolved = new Map<string, ResolvedRole>();
  private readonly subjectsByBinding = new Map<Binding, readonly Subject[]>();
  private readonly users = new Map<string, Holder>();
  private readonly groups = new Map<string, Holder>();
  private allRules: RuleIndex<RoleRule> | undefined;
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
    resolved?.bindings.push(binding);
    const subjects = distinct(binding.subjects.flatMap((bound) => normaliseSubject(bound, binding) ?? []));
    this.subjectsByBinding.set(binding, subjects);
    for (const subject of subjects) this.holderFor(subject).add({ binding, resolved });
  }

  /** The role of a roleRef (rule.go GetRoleReferenceRules): a Role only in the binding's own namespace, and never for a ClusterRoleBinding. */
  private resolve({ roleRef, namespace }: Binding): ResolvedRole | undefined {
    if (roleRef.kind === 'ClusterRole') return this.resolved.get(roleKey({ kind: 'ClusterRole', name: roleRef.name }));
    if (roleRef.kind !== 'Role' || namespace === undefined) return undefined;
    return this.resolved.get(roleKey({ kind: 'Role', namespace, name: roleRef.name }));
  }

  private holderFor(subject: Subject): Holder {
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
    return this.resolve(binding)?.role;
  }

  bindingsOf(role: RoleRef): readonly Binding[] {
    return this.resolved.get(roleKey(role))?.bindings ?? [];
  }

  subjectsOf(binding: Binding): readonly Subject[] {
    return this.subjectsByBinding.get(binding) ?? [];
  }

  bindingsFor(subject: Subject): readonly Binding[] {
    const holder = this.holderOf(subject);
    return holder ? holder.all().map((held) => held.binding) : [];
  }

  grantsOf(subject: Subject): Grant[] {
    const grants: Grant[] = [];
    for (const binding of this.bindingsFor(subject)) {
      const role = this.roleOf(binding);
      for (const rule of role?.rules ?? []) if (role) grants.push({ subject, binding, role, rule, scope: scopeOf(binding) });
    }
    return grants;
  }

  rulesMatching(pattern: ResourcePattern | PathRequest): RoleRule[] {
    this.allRules ??= new RuleIndex(
      this.roles.flatMap((role) => role.rules.map((rule) => ({ role, rule }))),
      (item) => item.rule,
    );
    return this.allRules.covering(pattern);
  }

  grantsMatching(pattern: ResourcePattern | PathRequest): Grant[] {
    const grants: Grant[] = [];
    for (const { role, rule } of this.rulesMatching(pattern)) {
      for (const binding of this.bindingsOf(role)) {
        // Requests for URLs have no namespace, so RoleBindings are never consulted for them.
        if ('path' in pattern && binding.namespace !== undefined) continue;
        for (const subject of this.subjectsOf(binding)) grants.push({ subject, binding, role, rule, scope: scopeOf(binding) });
      }
    }
    return grants;
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
      for (const { binding, resolved } of holder.consulted(request)) {
        if (!resolved) continue;
        for (const rule of resolved.rules.matching(request)) {
          grants.push({ subject: holder.subject, binding, role: resolved.role, rule, scope: scopeOf(binding) });
        }
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

/** The namespace in which a binding grants, or `"*"` for everywhere. */
function scopeOf(binding: Binding): Scope {
  return binding.namespace ?? '*';
}

/** Each subject once; copies are rare, and a list of one has none. */
function distinct(subjects: readonly Subject[]): readonly Subject[] {
  if (subjects.length < 2) return subjects;
  return [...new Map(subjects.map((subject) => [subjectKey(subject), subject])).values()];
}
