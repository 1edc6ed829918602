import type { Workload } from '../../../model/workload.ts';
import type { Access } from '../../access/access.ts';
import { accountsIn } from '../accounts.ts';
import type { Levels, Link } from '../check.ts';
import { isNamed } from '../rules.ts';

/**
 * Who describes pods chooses their ServiceAccount and mounts whatever Secret the namespace has, and where no Pod Security level
 * forbids it takes the node besides.
 */
export const podLevels: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical', confined: 'medium' };

/**
 * The same through the templates of workloads. A template may name any ServiceAccount of the namespace, so that the names of
 * workloads limit nothing in it; cluster-wide they limit the namespaces, to those where such workloads are.
 */
export function templateLevels({ binding, rule }: Link, access: Access, kind: string): Levels {
  if (!rule || !isNamed(rule)) return podLevels;
  if (binding?.namespace !== undefined) return { ...podLevels, names: 'critical' };
  const becomes = accountsIn(
    access,
    rule.resourceNames.flatMap((name) => homesOf(kind, name, access)),
  );
  return { ...podLevels, names: 'high', becomes };
}

/** The workloads of a snapshot by kind and name; asked for each rule that names some. */
const known = new WeakMap<Access, ReadonlyMap<string, Workload[]>>();

/** The namespaces with a workload of a kind and name. */
function homesOf(kind: string, name: string, access: Access): string[] {
  let workloads = known.get(access);
  if (!workloads) {
    workloads = Map.groupBy(access.snapshot.workloads, (workload) => `${workload.kind}\u0000${workload.name}`);
    known.set(access, workloads);
  }
  return workloads.get(`${kind}\u0000${name}`)?.map(({ namespace }) => namespace) ?? [];
}
