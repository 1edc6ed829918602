import { roleKey } from '../model/role.ts';
import { boxesOf, type Held } from './box.ts';
import { compareBoxes } from './compare.ts';

/**
 * Answers whether new bindings by themselves give exactly what old ones gave. Then nothing changes for whoever holds both,
 * whatever else they hold. The answer depends on the roles only, so a role that is bound a thousand times is compared once.
 */
export class Replacements {
  private readonly known = new Map<string, boolean>();

  areEqual(old: readonly Held[], now: readonly Held[]): boolean {
    const before = Map.groupBy(old, (held) => held.binding.namespace);
    const after = Map.groupBy(now, (held) => held.binding.namespace);
    return [...new Set([...before.keys(), ...after.keys()])].every((namespace) =>
      this.areEqualInScope(before.get(namespace) ?? [], after.get(namespace) ?? [], namespace === undefined),
    );
  }

  private areEqualInScope(old: readonly Held[], now: readonly Held[], clusterWide: boolean): boolean {
    const key = JSON.stringify([clusterWide, roleKeys(old), roleKeys(now)]);
    let equal = this.known.get(key);
    if (equal === undefined) {
      const { lost, gained } = compareBoxes(boxesOf(old), boxesOf(now));
      equal = lost.length === 0 && gained.length === 0;
      this.known.set(key, equal);
    }
    return equal;
  }
}

function roleKeys(held: readonly Held[]): (string | undefined)[] {
  return held.map(({ role }) => role && roleKey(role));
}
