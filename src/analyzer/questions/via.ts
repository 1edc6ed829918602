import { bindingKey } from '../../model/binding.ts';
import type { Grant, Via } from '../../model/grant.ts';
import { byKeys } from '../../model/order.ts';
import { refOf } from '../../model/ref.ts';
import { roleKey } from '../../model/role.ts';
import type { Access } from '../access/access.ts';

/** A grant as output shows it. `group` is filled in where it is held through a group by someone else. */
export function viaOf(access: Access, grant: Grant, throughGroup = false): Via {
  const source = access.sourceOf(grant.role, grant.rule);
  return {
    scope: grant.scope,
    binding: refOf(grant.binding),
    role: refOf(grant.role),
    rule: grant.rule.index,
    ...(source ? { source } : {}),
    ...(throughGroup && grant.subject.kind === 'Group' ? { group: grant.subject.name } : {}),
  };
}

/** Orders reasons: cluster-wide first, then by namespace, binding, role, rule. */
export const byVia = byKeys<Via>((via) => [
  via.scope === '*' ? '' : via.scope,
  bindingKey(via.binding),
  roleKey(via.role),
  String(via.rule).padStart(6, '0'),
  via.group ?? '',
]);
