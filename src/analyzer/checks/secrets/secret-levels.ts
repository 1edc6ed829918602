import type { Rule } from '../../../model/rule.ts';
import type { Levels, Link } from '../check.ts';

/**
 * Secrets of one namespace are worth its workloads; those of all namespaces include kube-system's, and with them the cluster.
 * Whether there are old token Secrets is not known, because Secrets are never read: the worse is assumed.
 */
export function secretLevels({ rule }: Link): Levels {
  return { everywhere: 'critical', namespace: 'high', sensitive: 'critical', names: rule && namesCredential(rule) ? 'critical' : 'medium' };
}

/** True if a name in the rule is that of a Secret which logs its reader in. */
export function namesCredential({ resourceNames }: Rule): boolean {
  return resourceNames.some((name) => credentialName.test(name));
}

/** Tokens of ServiceAccounts (`NAME-token-xxxxx`) and of joining nodes (`bootstrap-token-ID`): a name does not make them harmless. */
const credentialName = /-token-[a-z0-9]{5}$|^bootstrap-token-/;
