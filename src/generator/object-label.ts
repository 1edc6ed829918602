import type { ObjectRef } from '../model/gap.ts';

/** How people see an object that may be in a namespace: `ClusterRole/edit`, `RoleBinding/deployers in shop`. */
export function objectLabel({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${name} in ${namespace}`;
}
