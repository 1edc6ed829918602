import { Escalation } from '../../../src/analyzer/escalation/escalation.ts';
import type { BindingRef } from '../../../src/model/binding.ts';
import type { Goal } from '../../../src/model/path.ts';
import type { Subject } from '../../../src/model/subject.ts';
import { accessTo, type KubernetesObject } from '../snapshot.ts';
import { cluster } from './chains.ts';

/** `RoleBinding/shop/desk`, `ClusterRoleBinding/wide`. */
export function nameOf({ kind, namespace, name }: BindingRef): string {
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** The names of all bindings among the objects. */
export function bindingsIn(objects: readonly KubernetesObject[]): string[] {
  return objects.filter(({ kind }) => String(kind).endsWith('Binding')).map((object) => nameOf(refOf(object)));
}

function refOf({ kind, metadata }: KubernetesObject): BindingRef {
  const { namespace, name } = metadata as { namespace?: string; name: string };
  return { kind: kind as BindingRef['kind'], name, ...(namespace === undefined ? {} : { namespace }) };
}

/** True if one of the subjects reaches the goal in the cluster that has all objects but these bindings, built anew. */
export function isOpen(
  objects: readonly KubernetesObject[],
  removed: readonly string[],
  goal: Goal,
  subjects: readonly Subject[],
): boolean {
  const left = objects.filter((object) => !String(object.kind).endsWith('Binding') || !removed.includes(nameOf(refOf(object))));
  const escalation = new Escalation(accessTo(left, cluster));
  return subjects.some((subject) => escalation.leadsTo(goal, subject));
}

/** How many bindings have to go, found by trying all sets of them, the smallest first. */
export function fewest(objects: readonly KubernetesObject[], goal: Goal, subjects: readonly Subject[]): number {
  const bindings = bindingsIn(objects);
  for (let size = 0; size <= bindings.length; size++) {
    if (subsets(bindings, size).some((removed) => !isOpen(objects, removed, goal, subjects))) return size;
  }
  return Number.POSITIVE_INFINITY;
}

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((subset) => [first, ...subset]), ...subsets(rest, size)];
}
