import { type Binding, bindingKey } from '../../model/binding.ts';
import type { Grant, Scope } from '../../model/grant.ts';
import { byKeys } from '../../model/order.ts';
import { isPathRequest, type PathRequest, type Request } from '../../model/request.ts';
import { type Role, type RoleRef, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type Identity, type Subject, subjectKey } from '../../model/subject.ts';
import type { Access, ResourcePattern, RoleRule } from './access.ts';
import { aggregateRoles, aggregationSources, ruleText } from './aggregate.ts';
import { normaliseSubject, superuserGroup, userOf } from './identity.ts';
import { RuleIndex } from './rule-index.ts';

/** A role with its rules arranged for questions; the arrangement is made when the role is first asked. */
class ResolvedRole {
  readonly role: Role;
  readonly bindings: Binding[] = [];
  private arranged: RuleIndex<Rule> | undefined;

  constructor(role: Role) {
    this.role = role;
  }

  get rules(): RuleIndex<Rule> {
    this.arranged ??= new RuleIndex(this.role.rules, (rule) => rule);
    return this.arranged;
  }
}

/** All bindings that name one user or one group: cluster-wide ones, and by namespace. */
class Holder {
  readonly subject: Subject;
  readonly clusterWide: Held[] = [];
  readonly byNamespace = new Map<string, Held[]>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  add(held: Held): void {
    const namespace = held.binding.namespace;
    if (namespace === undefined) {
      this.clusterWide.push(held);
      return;
    }
    const list = this.byNamespace.get(namespace);
    if (list) list.push(held);
    else this.byNamespace.set(namespace, [held]);
  }

  /** What is consulted for a request in this namespace (rule.go VisitRulesFor): RoleBindings only where there is a namespace. */
  *consulted(namespace: string): Generator<Held> {
    yield* this.clusterWide;
    if (namespace !== '') yield* this.byNamespace.get(namespace) ?? [];
  }
}

/** A binding of a holder, with its role where that exists. */
interface Held {
  binding: Binding;
  resolved: ResolvedRole | undefined;
}

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
    this.subjects = holders.map((holder) => holder.subject).sort(byKeys((subject) => [subjectKey(subject)]));
  }

  private addBinding(binding: Binding): void {
    const resolved = this.resolve(binding);
    resolved?.bindings.push(binding);
    const subjects = new Map<string, Subject>();
    for (const bound of binding.subjects) {
      const subject = normaliseSubject(bound, binding);
      if (subject) subjects.set(subjectKey(subject), subject);
    }
    this.subjectsByBinding.set(binding, [...subjects.values()]);
    for (const subject of subjects.values()) this.holderFor(subject).add({ binding, resolved });
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
    return holder ? [...holder.clusterWide, ...[...holder.byNamespace.values()].flat()].map((held) => held.binding) : [];
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
    if (user && holderAllows(user, request)) return true;
    for (const group of identity.groups) {
      const holder = this.groups.get(group);
      if (holder && holderAllows(holder, request)) return true;
    }
    return false;
  }

  reasons(identity: Identity, request: Request): Grant[] {
    const grants: Grant[] = [];
    for (const holder of this.holdersOf(identity)) {
      for (const { binding, resolved } of holder.consulted(namespaceOf(request))) {
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

function namespaceOf(request: Request): string {
  return isPathRequest(request) ? '' : request.namespace;
}

function holderAllows(holder: Holder, request: Request): boolean {
  for (const held of holder.clusterWide) if (held.resolved?.rules.allows(request)) return true;
  const namespace = namespaceOf(request);
  if (namespace === '') return false;
  const local = holder.byNamespace.get(namespace);
  if (local) for (const held of local) if (held.resolved?.rules.allows(request)) return true;
  return false;
}
