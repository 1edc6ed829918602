import type { Binding } from '../../model/binding.ts';
import type { Role } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import { RuleIndex } from './rule-index.ts';

/** A role with the bindings that refer to it, and its rules arranged for requests when it is first asked. */
export class ResolvedRole {
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
