import type { Access } from '../analyzer/access/access.ts';
import type { ObjectRef } from '../model/gap.ts';

// RBAC names are path segments of any length; other objects refer to them in fields that hold at most a DNS subdomain.
const longest = 253;

/** The names that new objects may take: not those of existing objects, and none given twice. */
export class Names {
  private readonly taken = new Set<string>();

  /** A name that a dangling binding refers to is taken as well: a new role of that name would bring the binding to life. */
  constructor({ roles, bindings }: Pick<Access, 'roles' | 'bindings'>) {
    for (const object of [...roles, ...bindings]) this.taken.add(keyOf(object));
    for (const { roleRef, namespace } of bindings) {
      this.taken.add(keyOf(namespace === undefined || roleRef.kind === 'ClusterRole' ? roleRef : { ...roleRef, namespace }));
    }
  }

  /**
   * Takes one new name per suffix for objects of the kind and namespace of the original, and returns the name by suffix:
   * `edit-read`, `edit-write`, or, where one of them exists, `edit-read-2`, `edit-write-2`.
   */
  take(original: ObjectRef, suffixes: readonly string[]): (suffix: string) => string {
    for (let count = 1; ; count++) {
      const nameOf = (suffix: string): string => join(original.name, count === 1 ? `-${suffix}` : `-${suffix}-${count}`);
      const keys = suffixes.map((suffix) => keyOf({ ...original, name: nameOf(suffix) }));
      if (keys.some((key) => this.taken.has(key))) continue;
      for (const key of keys) this.taken.add(key);
      return nameOf;
    }
  }
}

function keyOf({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace ?? '', name].join('\u0000');
}

function join(name: string, ending: string): string {
  return `${name.slice(0, longest - ending.length)}${ending}`;
}
