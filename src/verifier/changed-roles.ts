import type { Access } from '../analyzer/access/access.ts';
import { reaggregatedRoles } from '../analyzer/access/aggregate.ts';
import { isRoleManifest, roleOfManifest } from '../analyzer/access/read-manifest.ts';
import type { Draft } from '../model/proposal.ts';
import { isRoleRef, type Role, roleKey } from '../model/role.ts';
import type { Aggregators } from './aggregators.ts';

/** Roles that are different after a change, by key; undefined for those that are gone. */
export type ChangedRoles = ReadonlyMap<string, Role | undefined>;

/** The roles that drafts remove and create, created ones last, and the aggregated ClusterRoles that change with them. */
export function changedRoles(drafts: readonly Draft[], access: Access, aggregators: Aggregators): ChangedRoles {
  const removed = drafts.flatMap((draft) => draft.removes).filter(isRoleRef);
  const created = drafts
    .flatMap((draft) => draft.creates)
    .filter(isRoleManifest)
    .map(roleOfManifest);
  const changed = new Map<string, Role | undefined>();
  for (const ref of removed) changed.set(roleKey(ref), undefined);
  for (const role of created) changed.set(roleKey(role), role);

  const touched = [...created, ...[...removed, ...created].map((ref) => access.role(ref))];
  if (touched.some((role) => role !== undefined && aggregators.collectorsOf(role).length > 0)) {
    for (const role of aggregatedAnew(changed, access)) changed.set(roleKey(role), role);
  }
  return changed;
}

/** The aggregated ClusterRoles that hold other rules once the controller has seen the change. */
function aggregatedAnew(changed: ChangedRoles, access: Access): Role[] {
  const stay = access.roles.filter((role) => !changed.has(roleKey(role)));
  const come = [...changed.values()].filter((role) => role !== undefined);
  const before = new Set<Role>(stay);
  return reaggregatedRoles(access.roles, [...stay, ...come]).filter((role) => role.aggregation !== undefined && !before.has(role));
}
