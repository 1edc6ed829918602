import type { Role } from '../../model/role.ts';
import type { Access } from '../access/access.ts';
import { aggregationSources } from '../access/aggregate.ts';

/** Tells whether some other ClusterRole aggregates the rules of a role. */
export function aggregatedRoles(access: Access): (role: Role) => boolean {
  const sources = new Set([...aggregationSources(access.roles).values()].flat());
  return (role) => sources.has(role);
}
