import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';

/** The ServiceAccounts that bindings name; of others there is nothing to know. */
interface BoundAccounts {
  byName: ReadonlyMap<string, Subject[]>;
  byNamespace: ReadonlyMap<string, Subject[]>;
}

/** Looked up for each rule that names accounts, of which a cluster has thousands. */
const known = new WeakMap<Access, BoundAccounts>();

function boundAccounts(access: Access): BoundAccounts {
  let accounts = known.get(access);
  if (!accounts) {
    const all = access.subjects.filter(({ kind }) => kind === 'ServiceAccount');
    accounts = { byName: Map.groupBy(all, ({ name }) => name), byNamespace: Map.groupBy(all, ({ namespace }) => namespace ?? '') };
    known.set(access, accounts);
  }
  return accounts;
}

/** The ServiceAccounts of these names, in one namespace or in all. */
export function accountsNamed(access: Access, scope: string, names: readonly string[]): Subject[] {
  if (scope !== '*') return names.map((name) => ({ kind: 'ServiceAccount', namespace: scope, name }));
  return [...new Set(names)].flatMap((name) => boundAccounts(access).byName.get(name) ?? []);
}

/** The ServiceAccounts that live in these namespaces. */
export function accountsIn(access: Access, namespaces: Iterable<string>): Subject[] {
  return [...new Set(namespaces)].flatMap((namespace) => boundAccounts(access).byNamespace.get(namespace) ?? []);
}
