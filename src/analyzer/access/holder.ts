import type { Binding } from '../../model/binding.ts';
import type { Use } from '../../model/grant.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import type { Subject } from '../../model/subject.ts';
import type { ResolvedRole } from './resolved-role.ts';

/** A binding of a holder, with its role and the use of it where that exists. */
export interface Held {
  binding: Binding;
  resolved: ResolvedRole | undefined;
  use: Use | undefined;
}

const none: readonly Held[] = [];

/** All bindings that name one user or one group: cluster-wide ones, and by namespace. */
export class Holder {
  readonly subject: Subject;
  private readonly clusterWide: Held[] = [];
  /** Missing for the many who hold nothing in a namespace. */
  private byNamespace: Map<string, Held[]> | undefined;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  add(held: Held): void {
    const namespace = held.binding.namespace;
    if (namespace === undefined) {
      this.clusterWide.push(held);
      return;
    }
    this.byNamespace ??= new Map();
    const list = this.byNamespace.get(namespace);
    if (list) list.push(held);
    else this.byNamespace.set(namespace, [held]);
  }

  /** Every binding, cluster-wide ones first. */
  all(): Held[] {
    return [...this.clusterWide, ...[...(this.byNamespace?.values() ?? [])].flat()];
  }

  /** What is consulted for a request (rule.go VisitRulesFor): RoleBindings only where the request has a namespace. */
  consulted(request: Request): Held[] {
    return [...this.clusterWide, ...this.localTo(request)];
  }

  /** True if some binding allows the request. */
  allows(request: Request): boolean {
    return anyAllows(this.clusterWide, request) || anyAllows(this.localTo(request), request);
  }

  private localTo(request: Request): readonly Held[] {
    if (!this.byNamespace || isPathRequest(request) || request.namespace === '') return none;
    return this.byNamespace.get(request.namespace) ?? none;
  }
}

function anyAllows(held: readonly Held[], request: Request): boolean {
  for (const { resolved } of held) if (resolved?.rules.allows(request)) return true;
  return false;
}
