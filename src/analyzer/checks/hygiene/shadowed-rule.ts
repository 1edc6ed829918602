import { isDefaultRoleName } from '../../../facts/expected.ts';
import { refOf } from '../../../model/ref.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { ruleText } from '../../access/aggregate.ts';
import { covers } from '../../access/covers.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { list, ruleList } from '../wording.ts';

export const shadowedRule: Check = {
  id: 'shadowed-rule',
  title: 'A rule grants nothing that other rules of its role do not grant',
  kind: 'lint',
  base: 'info',
  references: [docs.referringToResources],
  impliedBy: ['unused-role', 'dead-rule'],
  remediation: 'Delete the rule. If it was meant to limit something, narrow the rule that covers it: rules only add.',
  *run(access: Access): Generator<Fact> {
    for (const role of access.roles) {
      if (role.aggregation || isDefaultRoleName(role)) continue;
      const copies = new Map<string, number>();
      for (const { rule, by } of shadowed(role)) {
        const notes = by.map(({ index }) => `rules[${index}]`);
        // A rule that moves is the same rule; of equal ones each counts.
        const text = ruleText(rule);
        const copy = (copies.get(text) ?? 0) + 1;
        copies.set(text, copy);
        const args = [text, String(copy)];
        yield { object: refOf(role), role, scope: role.namespace ?? '*', because: [{ role, rule }], args, notes };
      }
    }
  },
  say: ({ because, notes = [] }) => ({
    statement: `has a rule that ${notes.length === 1 ? 'another one covers' : 'others cover'}`,
    where: '',
    detail: `${ruleList(because)} grants nothing that ${list(notes)} ${notes.length === 1 ? 'does' : 'do'} not grant.`,
  }),
};

/** The last of equal rules counts as superfluous, so that one stays. */
function shadowed(role: Role): { rule: Rule; by: Rule[] }[] {
  const kept = [...role.rules];
  const found: { rule: Rule; by: Rule[] }[] = [];
  for (const rule of role.rules.toReversed()) {
    if (isEmpty(rule)) continue;
    const others = kept.filter((other) => other !== rule && mayCover(other, rule));
    if (others.length === 0 || !covers(others, [rule])) continue;
    kept.splice(kept.indexOf(rule), 1);
    const alone = others.find((other) => covers([other], [rule]));
    found.push({ rule, by: alone ? [alone] : others });
  }
  return found.toReversed();
}

/** True for a rule without an empty list, which grants nothing and so is dead, not shadowed. */
function isEmpty({ verbs, apiGroups, resources, nonResourceURLs }: Rule): boolean {
  return verbs.length === 0 || (nonResourceURLs.length === 0 && (apiGroups.length === 0 || resources.length === 0));
}

/** A cheap look before the exact one: a rule that shares no verb covers nothing. */
function mayCover(other: Rule, rule: Rule): boolean {
  return other.verbs.includes('*') || other.verbs.some((verb) => rule.verbs.includes(verb));
}
