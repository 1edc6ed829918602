import type { Severity } from '../../../model/finding.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Levels } from '../check.ts';
import { powerOfRules } from '../role-power.ts';
import { isNamed } from '../rules.ts';
import { down, milder, rank } from '../severity.ts';

export const rbac = 'rbac.authorization.k8s.io';

/** A role as something refers to it, and the role itself where it is known. */
export interface NamedRole {
  name: string;
  role: Role | undefined;
}

const severityOf = { takeover: 'critical', write: 'medium', read: 'low' } as const;

/** As bad as the worst of the roles; undefined where one is not known and the others are no worse than that might be. */
export function worstOf(roles: readonly NamedRole[]): Severity | undefined {
  const known = roles.map(({ name, role }) => {
    if (name === 'cluster-admin') return 'critical';
    return role && severityOf[powerOfRules(role.rules)];
  });
  if (known.includes('critical')) return 'critical';
  if (known.includes(undefined)) return undefined;
  return known.flatMap((severity) => severity ?? []).sort((a, b) => rank(a) - rank(b))[0] ?? 'info';
}

/** Levels of what concerns certain roles only: no worse than `cap`, or, where that is not known, a step milder. */
export function cappedAt(cap: Severity | undefined, levels: Levels, rule: Rule | undefined): Levels {
  // Judgement itself takes account of a rule with names, and says so.
  if (rule && isNamed(rule)) return cap === undefined ? levels : { ...levels, names: cap };
  const limit = (severity: Severity) => (cap === undefined ? down(severity) : milder(severity, cap));
  return { everywhere: limit(levels.everywhere), namespace: limit(levels.namespace), sensitive: limit(levels.sensitive) };
}
