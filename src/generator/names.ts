import type { Access } from '../analyzer/access/access.ts';
import { type ObjectRef, objectKey } from '../model/gap.ts';

// RBAC names are path segments of any length; other objects refer to them in fields that hold at most a DNS subdomain.
const longest = 253;

/** The names that new objects may take: not those of existing objects, and none given twice. */
export class Names {
  private readonly taken = new Set<string>();

  /** A name that a dangling binding refers to is taken as well: a new role of that name would bring the binding to life. */
  constructor({ roles, bindings }: Pick<Access, 'roles' | 'bindings'>) {
    for (const object of [...roles, ...bindings]) this.taken.add(objectKey(object));
    for (const { roleRef, namespace } of bindings) {
      this.taken.add(objectKey(namespace === undefined || roleRef.kind === 'ClusterRole' ? roleRef : { ...roleRef, namespace }));
    }
  }

  /**
   * Takes one new name per suffix for objects of the kind and namespace of the original, and returns the name by suffix:
   * `edit-read`, `edit-write`, or, where one of them exists, `edit-read-2`, `edit-write-2`.
   */
  take(original: ObjectRef, suffixes: readonly string[]): (suffix: string) => string {
    for (let count = 1; ; count++) {
      const nameOf = (suffix: string): string => join(original.name, count === 1 ? `-${suffix}` : `-${suffix}-${count}`);
      if (this.takeAll(suffixes.map((suffix) => ({ ...original, name: nameOf(suffix) })))) return nameOf;
    }
  }

  /** Takes the very name if it is free, else one with the suffix. */
  takeOne(wanted: ObjectRef, suffix: string): string {
    return this.takeAll([wanted]) ? wanted.name : this.take(wanted, [suffix])(suffix);
  }

  private takeAll(refs: readonly ObjectRef[]): boolean {
    const keys = refs.map(objectKey);
    if (keys.some((key) => this.taken.has(key))) return false;
    for (const key of keys) this.taken.add(key);
    return true;
  }
}

function join(name: string, ending: string): string {
  return `${name.slice(0, longest - ending.length)}${ending}`;
}
