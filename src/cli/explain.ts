import type { Access } from '../analyzer/access/access.ts';
import type { Via } from '../model/grant.ts';
import { ruleText } from '../report/words.ts';

/** Gives the rule behind a reason in one line, for explanations. */
export function ruleTextOf(access: Access): (via: Via) => string {
  return (via) => {
    const rule = access.role(via.role)?.rules.find((candidate) => candidate.index === via.rule);
    return rule ? ruleText(rule) : '';
  };
}
