import type { Binding } from '../../model/binding.ts';
import type { HopKind } from '../../model/path.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Access } from '../access/access.ts';
import type { Node } from './graph.ts';
import type { Holder, Need } from './holder.ts';
import type { Inventory } from './inventory.ts';
import type { Places } from './places.ts';

/** One thing that a holder can do to get further. */
export interface Step {
  kind: HopKind;
  to: Node;
  needs: readonly Need[];
}

/** What the steps of a holder depend on, beside its rights. */
export interface World {
  access: Access;
  snapshot: Snapshot;
  inventory: Inventory;
  places: Places;
  /** The names of ClusterRoles that allow everything. */
  fullRoles: ReadonlySet<string>;
  /** False where there plainly is no `aws-auth`. */
  mayHaveAwsAuth: boolean;
  /** All RoleBindings and ClusterRoleBindings of a name. */
  bindingsNamed(name: string): readonly Binding[];
}

/** The steps of one kind, or of a few that belong together, that a holder can take. */
export type Steps = (holder: Holder, world: World) => Iterable<Step>;
