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
