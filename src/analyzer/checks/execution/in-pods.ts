import { type Subject, subjectKey } from '../../../model/subject.ts';
import type { Check, Levels } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { isNamed } from '../rules.ts';
import { workloadsNamed } from '../workloads-named.ts';

/**
 * The levels of what has code run in pods that are there. Whoever may do so with pods of certain names becomes the
 * ServiceAccounts that these run as, where the pods are known.
 */
export function inPods(levels: Levels): NonNullable<Check['levels']> {
  return ({ binding, rule }, access, { subject }) => {
    if (!binding || !rule || !isNamed(rule)) return levels;
    const scope = scopeOf(binding);
    const becomes = rule.resourceNames
      .flatMap((name) => workloadsNamed(access, 'Pod', name))
      .filter(({ namespace }) => scope === '*' || scope === namespace)
      .map(({ namespace, serviceAccount }): Subject => ({ kind: 'ServiceAccount', namespace, name: serviceAccount }))
      .filter((account) => !subject || subjectKey(account) !== subjectKey(subject));
    return becomes.length > 0 ? { ...levels, becomes } : levels;
  };
}
