import type { Namespace } from '../../model/workload.ts';

export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

const enforceLabel = 'pod-security.kubernetes.io/enforce';

/**
 * Tells which Pod Security level each namespace enforces (PodSecurity admission, by label). A namespace without the label, or
 * that is not in the input, is taken for `privileged`: that is the default of an API server, and the worse assumption.
 */
export function podSecurityLevels(namespaces: readonly Namespace[]): (namespace: string) => PodSecurity {
  const levels = new Map(namespaces.map(({ name, labels }) => [name, levelOf(labels.get(enforceLabel))]));
  return (namespace) => levels.get(namespace) ?? 'privileged';
}

/** An unknown level is enforced as restricted (pod-security-admission api ParseLevel). */
function levelOf(label: string | undefined): PodSecurity {
  if (label === undefined || label === 'privileged') return 'privileged';
  return label === 'baseline' ? 'baseline' : 'restricted';
}
