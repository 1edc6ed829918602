import { nearest } from '../facts/nearest.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Looks after typing errors in a namespace of which nothing in the input speaks. It may be one that does not exist yet, so that is only said. */
export function expectKnownNamespace(
  { namespaces, bindings, roles, serviceAccounts }: Snapshot,
  namespace: string,
  caution: (line: string) => void,
): void {
  const known = new Set(namespaces.map(({ name }) => name));
  for (const object of [...bindings, ...roles, ...serviceAccounts]) if (object.namespace !== undefined) known.add(object.namespace);
  if (known.has(namespace)) return;
  const meant = nearest(namespace, known);
  caution(`nothing in the input is in a namespace ${namespace}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
