import { reaggregatedRoles } from '../analyzer/access/aggregate.ts';
import { bindingOfManifest, isRoleManifest, roleOfManifest } from '../analyzer/access/read-manifest.ts';
import { type Binding, bindingKey } from '../model/binding.ts';
import { objectKey } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Proposal } from '../model/proposal.ts';
import { type Role, roleKey } from '../model/role.ts';
import type { Snapshot } from '../model/snapshot.ts';

/**
 * The snapshot as it is once proposals have been carried out together: what they remove is gone, what they create is there, also
 * in the place of something of the same name, and the controller has written anew the aggregated ClusterRoles that change with it.
 */
export function applied(snapshot: Snapshot, proposals: readonly Pick<Proposal, 'creates' | 'removes'>[]): Snapshot {
  const manifests = proposals.flatMap(({ creates }) => creates);
  const removed = new Set(proposals.flatMap(({ removes }) => removes.map(objectKey)));
  const madeRoles = manifests.filter(isRoleManifest).map(roleOfManifest);
  const madeBindings = manifests.flatMap((manifest) => (isRoleManifest(manifest) ? [] : [bindingOfManifest(manifest)]));
  const roles = replaced(snapshot.roles, removed, madeRoles, roleKey);
  return {
    ...snapshot,
    roles: snapshot.input === 'cluster' ? reaggregatedRoles(snapshot.roles, roles) : roles,
    bindings: replaced(snapshot.bindings, removed, madeBindings, bindingKey),
  };
}

function replaced<T extends Role | Binding>(
  old: readonly T[],
  removed: ReadonlySet<string>,
  made: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const byKey = new Map(made.map((item) => [keyOf(item), item]));
  const kept = old.filter((item) => !removed.has(keyOf(item)) && !byKey.has(keyOf(item)));
  return [...kept, ...byKey.values()].sort(byKeys((item) => [keyOf(item)]));
}
