import type { Binding } from '../../model/binding.ts';
import type { Hop, HopVia, Stop } from '../../model/path.ts';
import { refOf } from '../../model/ref.ts';
import type { RoleRef } from '../../model/role.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { type Edge, isHop } from './graph.ts';
import type { Reason } from './holder.ts';
import { everyNamespace, everywhere } from './reach.ts';
import { type IsHeld, reasonsFor } from './search.ts';

/** The hops of a way: each step, and where the links after it lead. Who is in a group stays who they are. */
export function hopsOf(access: Access, subject: Subject, way: readonly Edge[], isHeld: IsHeld): Hop[] {
  const hops: Hop[] = [];
  for (const edge of way) {
    const last = hops.at(-1);
    const via = reasonsFor(edge, isHeld).flatMap((reason) => viaOf(access, reason, last?.to ?? subject) ?? []);
    if (isHop(edge.kind)) hops.push({ kind: edge.kind, to: edge.to.stop, via });
    else if (edge.kind === 'choice' && last) {
      last.to = edge.to.stop;
      last.via.push(...via);
    }
  }
  return hops.map((hop) => ({ ...hop, via: distinct(hop.via) }));
}

/** One rule may give several of the rights that a hop needs. */
function distinct(via: readonly HopVia[]): HopVia[] {
  return [...new Map(via.map((one) => [JSON.stringify(one), one])).values()];
}

/** A reason as output shows it; none where the attacker has every right anyway. */
function viaOf(access: Access, { reach, role, rule, binding, subject }: Reason, self: Stop): HopVia | undefined {
  const ref = role ? refOf(role) : binding && referredRole(binding);
  if (!ref) return undefined;
  const source = role && rule && access.sourceOf(role, rule);
  const isThroughGroup = subject?.kind === 'Group' && !(self.kind === 'Group' && self.name === subject.name);
  return {
    scope: reach === everyNamespace ? everywhere : reach,
    ...(binding && { binding: refOf(binding) }),
    role: ref,
    ...(rule && { rule: rule.index }),
    ...(source && { source: refOf(source) }),
    ...(isThroughGroup && { group: subject.name }),
  };
}

/** The role that does not exist yet. */
function referredRole({ namespace, roleRef }: Binding): RoleRef {
  if (roleRef.kind === 'Role' && namespace !== undefined) return { kind: 'Role', namespace, name: roleRef.name };
  return { kind: 'ClusterRole', name: roleRef.name };
}
