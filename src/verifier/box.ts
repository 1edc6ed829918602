import { type RuleBody, ruleMatches } from '../analyzer/access/match.ts';
import type { Binding } from '../model/binding.ts';
import type { Scope } from '../model/grant.ts';
import { isPathRequest, type Request } from '../model/request.ts';
import type { Role } from '../model/role.ts';

/** A rule where it holds: in one namespace, or everywhere. */
export interface Box {
  scope: Scope;
  rule: RuleBody;
}

/** A binding with the role that it has before or after a change; a missing role grants nothing. */
export interface Held {
  binding: Binding;
  role: Role | undefined;
}

export function boxesOf(held: readonly Held[]): Box[] {
  return held.flatMap(({ binding, role }) => {
    const scope = binding.namespace ?? '*';
    return role?.rules.map((rule) => ({ scope, rule })) ?? [];
  });
}

/** True if some box allows the request: RoleBindings count only for requests in their namespace (rule.go VisitRulesFor). */
export function allows(boxes: readonly Box[], request: Request): boolean {
  return boxes.some(({ scope, rule }) => reaches(scope, request) && ruleMatches(rule, request));
}

function reaches(scope: Scope, request: Request): boolean {
  return scope === '*' || (!isPathRequest(request) && request.namespace === scope && scope !== '');
}
