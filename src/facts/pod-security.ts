import type { Namespace } from '../model/workload.ts';

export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

const enforceLabel = 'pod-security.kubernetes.io/enforce';

/**
 * The Pod Security level that a namespace enforces by its label (PodSecurity admission). Without the label it is `privileged`,
 * the default of an API server; a level that does not exist is enforced as restricted (pod-security-admission api ParseLevel).
 */
export function podSecurityOf({ labels }: Pick<Namespace, 'labels'>): PodSecurity {
  const label = labels.get(enforceLabel);
  if (label === undefined || label === 'privileged') return 'privileged';
  return label === 'baseline' ? 'baseline' : 'restricted';
}

/**
 * Tells which Pod Security level each namespace enforces. One that is not in the input is taken for `privileged`, the worse
 * assumption.
 */
export function podSecurityLevels(namespaces: readonly Namespace[]): (namespace: string) => PodSecurity {
  const levels = new Map(namespaces.map((namespace) => [namespace.name, podSecurityOf(namespace)]));
  return (name) => levels.get(name) ?? 'privileged';
}
