import type { Access } from '../../access/access.ts';
import { accountsIn } from '../accounts.ts';
import type { Levels, Link } from '../check.ts';
import { isNamed } from '../rules.ts';
import { workloadsNamed } from '../workloads-named.ts';

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
    rule.resourceNames.flatMap((name) => workloadsNamed(access, kind, name).map(({ namespace }) => namespace)),
  );
  return { ...podLevels, names: 'high', becomes };
}
