import { forName, type Holder, type Need, namesIn, type Right, unnamed } from './holder.ts';
import type { RightId } from './rights.ts';

/** A way to make an object: of any name, or of the one given. All of `needs` are needed, in one namespace. */
export interface Creation {
  name: string | undefined;
  needs: readonly Need[];
}

/**
 * The ways to make objects. A request to create names nothing, so a rule with resourceNames does not allow it; but a server-side
 * apply that creates is checked for `patch` and then for `create`, both with the name (handlers/patch.go
 * createAuthorizerAttributes), and so may make exactly that object.
 */
export function creations(holder: Holder, create: RightId, change: RightId): Creation[] {
  const rights = holder.all(create);
  if (rights.length === 0) return [];
  const free = unnamed(rights);
  const found: Creation[] = free.length === 0 ? [] : [{ name: undefined, needs: [free] }];
  for (const right of rights.filter(({ names }) => names !== undefined)) {
    const patches = holder.all(change).filter((patch) => patch.request.verb === 'patch' && isSameResource(patch, right));
    for (const name of namesIn([right])) found.push({ name, needs: [[right], forName(patches, name)] });
  }
  return found;
}

/** Rights for all names are not told apart by resource, so that they count for any. */
function isSameResource(one: Right, other: Right): boolean {
  if (one.names === undefined) return true;
  return one.request.group === other.request.group && one.request.resource === other.request.resource;
}
