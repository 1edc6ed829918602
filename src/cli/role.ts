import type { Access } from '../analyzer/access/access.ts';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';
import type { RoleRef } from '../model/role.ts';

/** Reads `Role/NAME`, `role/NAME` or `ClusterRole/NAME`; a Role may be narrowed to a namespace. Throws a UserError for anything else. */
export function parseRole(text: string, namespace: string | undefined): RoleRef {
  const [, kind = '', name = ''] = /^(role|clusterrole)\/(.+)$/i.exec(text) ?? [];
  if (kind === '') throw new UserError(`${JSON.stringify(text)} names no role`, 'write Role/NAME or ClusterRole/NAME');
  if (kind.toLowerCase() === 'clusterrole') return { kind: 'ClusterRole', name };
  return namespace === undefined ? { kind: 'Role', name } : { kind: 'Role', namespace, name };
}

/** Throws a UserError, with the nearest name, where the input has no such role. */
export function expectKnownRole(access: Access, { kind, namespace, name }: RoleRef): void {
  const everywhere = access.roles.filter((role) => role.kind === kind);
  const roles = everywhere.filter((role) => namespace === undefined || role.namespace === namespace);
  if (roles.some((role) => role.name === name)) return;
  const elsewhere = everywhere.flatMap((role) => (role.name === name ? (role.namespace ?? []) : []));
  const meant = nearest(name, new Set(roles.map((role) => role.name)));
  const place = namespace === undefined ? '' : ` in ${namespace}`;
  throw new UserError(
    `there is no ${kind} ${name}${place}`,
    elsewhere.length > 0
      ? `there is one in ${elsewhere.join(', ')}`
      : meant !== undefined
        ? `did you mean ${kind}/${meant}?`
        : `what was read holds ${roles.length} of that kind${place}`,
  );
}
