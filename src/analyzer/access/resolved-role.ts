import type { Binding } from '../../model/binding.ts';
import { type Grant, holdingKey, type Use } from '../../model/grant.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { RoleRule } from './access.ts';
import { RuleIndex } from './rule-index.ts';

/** A role with the bindings that refer to it, and its rules arranged for requests when it is first asked. */
export class ResolvedRole {
  readonly role: Role;
  readonly bindings: Binding[] = [];
  readonly uses: Use[] = [];
  private arranged: RuleIndex | undefined;

  constructor(role: Role) {
    this.role = role;
  }

  get rules(): RuleIndex {
    this.arranged ??= new RuleIndex(this.role.rules);
    return this.arranged;
  }

  /** A binding of the role gives it to a subject. */
  addUse(subject: Subject, binding: Binding): Use {
    const { role } = this;
    const scope = binding.namespace ?? '*';
    const use = { subject, binding, role, scope, holding: holdingKey(subject, role, scope) };
    this.uses.push(use);
    return use;
  }
}

/** A rule of a role. Its grants are listed once: most checks look at them, and findings keep them. */
export class ResolvedRule implements RoleRule {
  readonly role: Role;
  readonly rule: Rule;
  private readonly resolved: ResolvedRole;
  private known: readonly Grant[] | undefined;

  constructor(resolved: ResolvedRole, rule: Rule) {
    this.role = resolved.role;
    this.rule = rule;
    this.resolved = resolved;
  }

  get grants(): readonly Grant[] {
    this.known ??= this.resolved.uses.map((use) => grantOf(use, this.rule));
    return this.known;
  }
}

/** What a use gives by one rule of the role. */
export function grantOf({ subject, binding, role, scope, holding }: Use, rule: Rule): Grant {
  return { subject, binding, role, rule, scope, holding };
}
