import { isDefaultRoleName } from '../../../facts/expected.ts';
import { byCodeUnit } from '../../../model/order.ts';
import { refOf } from '../../../model/ref.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { covers } from '../../access/covers.ts';
import { aggregatedRoles } from '../aggregated.ts';
import type { Check, Circumstance, Fact } from '../check.ts';
import { docs } from '../references.ts';
import { ruleList } from '../wording.ts';
import { type DeadPart, deadParts, type Reach } from './dead-parts.ts';
import { ServedResources } from './served-resources.ts';

export const deadRule: Check = {
  id: 'dead-rule',
  title: 'A rule, or a part of it, can match nothing',
  kind: 'lint',
  base: 'info',
  references: [docs.referringToResources, docs.periodicReview],
  impliedBy: [],
  remediation: 'Write what was meant, or take it out.',
  run: facts,
  say({ because, notes: [statement = '', why = ''] = [] }) {
    return { statement, where: '', detail: `${ruleList(because)}: ${why}.` };
  },
};

function* facts(access: Access): Generator<Fact> {
  const served = new ServedResources(access.snapshot.discovery);
  const isSource = aggregatedRoles(access);
  for (const role of access.roles) {
    // The rules of an aggregated role are judged where they are written.
    if (role.aggregation || isDefaultRoleName(role)) continue;
    const reach = reachOf(role, access, isSource(role));
    const found = new Map<string, { part: DeadPart; rules: Rule[] }>();
    for (const rule of role.rules) {
      for (const part of deadParts(rule, reach, served)) {
        const key = `${part.code}\u0000${part.value}`;
        const same = found.get(key);
        if (same) same.rules.push(rule);
        else found.set(key, { part, rules: [rule] });
      }
    }
    for (const [, dead] of [...found].sort(([a], [b]) => byCodeUnit(a, b))) yield factOf(role, dead.part, dead.rules);
  }
}

function factOf(role: Role, part: DeadPart, rules: readonly Rule[]): Fact {
  return {
    object: refOf(role),
    role,
    scope: role.namespace ?? '*',
    because: rules.map((rule) => ({ role, rule })),
    args: [part.code, part.value],
    notes: [part.statement, part.why],
    circumstances: part.code === 'resource-name' && rules.some((rule) => hasBroaderRule(role, rule)) ? [believedLimited] : [],
  };
}

const believedLimited: Circumstance = {
  id: 'believed-limited',
  to: 'medium',
  reason: 'another rule of the role grants the same without names: whoever wrote the names seems to believe in a limit that is not there',
};

function hasBroaderRule(role: Role, rule: Rule): boolean {
  const unnamed = { ...rule, resourceNames: [] };
  return role.rules.some((other) => other !== rule && covers([other], [unnamed]));
}

function reachOf(role: Role, access: Access, isSource: boolean): Reach {
  if (role.kind === 'Role') return 'in its namespace';
  const bindings = access.bindingsOf(role);
  const onlyInNamespaces = bindings.length > 0 && !isSource && bindings.every(({ namespace }) => namespace !== undefined);
  return onlyInNamespaces ? 'through RoleBindings only' : 'anywhere';
}
