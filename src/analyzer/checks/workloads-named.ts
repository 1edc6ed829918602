import type { Workload } from '../../model/workload.ts';
import type { Access } from '../access/access.ts';

/** The workloads of a snapshot by kind and name; asked for each rule that names some. */
const known = new WeakMap<Access, ReadonlyMap<string, Workload[]>>();

/** The workloads of a kind and name, in whatever namespace. */
export function workloadsNamed(access: Access, kind: string, name: string): readonly Workload[] {
  let workloads = known.get(access);
  if (!workloads) {
    workloads = Map.groupBy(access.snapshot.workloads, (workload) => `${workload.kind}\u0000${workload.name}`);
    known.set(access, workloads);
  }
  return workloads.get(`${kind}\u0000${name}`) ?? [];
}
