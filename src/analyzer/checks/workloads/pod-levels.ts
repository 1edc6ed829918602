import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
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
  const homes = homesOf(rule, access, kind);
  const becomes = access.subjects.filter((subject) => subject.kind === 'ServiceAccount' && homes.has(subject.namespace ?? ''));
  return { ...podLevels, names: 'high', becomes };
}

/** The namespaces with workloads of a kind that have one of the names. */
function homesOf({ resourceNames }: Rule, { snapshot }: Access, kind: string): Set<string> {
  const named = snapshot.workloads.filter((workload) => workload.kind === kind && resourceNames.includes(workload.name));
  return new Set(named.map(({ namespace }) => namespace));
}
