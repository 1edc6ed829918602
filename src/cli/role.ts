import { UserError } from '../model/error.ts';
import type { RoleRef } from '../model/role.ts';

/** Reads `Role/NAME`, `role/NAME` or `ClusterRole/NAME`; a Role may be narrowed to a namespace. Throws a UserError for anything else. */
export function parseRole(text: string, namespace: string | undefined): RoleRef {
  const [, kind = '', name = ''] = /^(role|clusterrole)\/(.+)$/i.exec(text) ?? [];
  if (kind === '') throw new UserError(`${JSON.stringify(text)} names no role`, 'write Role/NAME or ClusterRole/NAME');
  if (kind.toLowerCase() === 'clusterrole') return { kind: 'ClusterRole', name };
  return namespace === undefined ? { kind: 'Role', name } : { kind: 'Role', namespace, name };
}
