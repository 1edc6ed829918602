import { type BindingRef, bindingKey } from '../../model/binding.ts';
import type { Grant, Via } from '../../model/grant.ts';
import { byKeys } from '../../model/order.ts';
import { type RoleRef, roleKey } from '../../model/role.ts';
import type { Access } from '../access/access.ts';

/** A grant as output shows it. `group` is filled in where it is held through a group by someone else. */
export function viaOf(access: Access, grant: Grant, throughGroup = false): Via {
  const source = access.sourceOf(grant.role, grant.rule);
  return {
    scope: grant.scope,
    binding: bindingRef(grant.binding),
    role: roleRef(grant.role),
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

export function bindingRef({ kind, namespace, name }: BindingRef): BindingRef {
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

export function roleRef({ kind, namespace, name }: RoleRef): RoleRef {
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}
