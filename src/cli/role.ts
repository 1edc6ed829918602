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
  const roles = access.roles.filter((role) => role.kind === kind && (namespace === undefined || role.namespace === namespace));
  if (roles.some((role) => role.name === name)) return;
  const names = new Set(roles.map((role) => role.name));
  const meant = nearest(name, names);
  throw new UserError(
    `there is no ${kind} ${name}`,
    meant === undefined ? 'write Role/NAME or ClusterRole/NAME' : `did you mean ${kind}/${meant}?`,
  );
}
