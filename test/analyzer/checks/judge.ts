import type { CheckOptions } from '../../../src/analyzer/checks/findings.ts';
import { runChecks } from '../../../src/analyzer/checks/index.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { accessTo, accessToFile, type KubernetesObject } from '../snapshot.ts';

type Options = Parameters<typeof accessTo>[1] & CheckOptions;

/** What one check finds in the objects, implied findings included. */
export function findingsOf(check: string, objects: readonly KubernetesObject[], options: Options = {}): Finding[] {
  return runChecks(accessTo(objects, options), options).findings.filter((finding) => finding.check === check);
}

/** The one finding of a check; anything else is an error. */
export function findingOf(check: string, objects: readonly KubernetesObject[], options: Options = {}): Finding {
  const [finding, ...more] = findingsOf(check, objects, options);
  if (!finding || more.length > 0) throw new Error(`${more.length + (finding ? 1 : 0)} findings of ${check}`);
  return finding;
}

/** What one check finds in a fixture beside its test, as titles. */
export function titlesIn(check: string, fixture: 'fires' | 'quiet', options: Options = {}): string[] {
  const access = accessToFile(new URL(`${check}/${fixture}.yaml`, import.meta.url).pathname, options);
  return runChecks(access)
    .findings.filter((finding) => finding.check === check)
    .map(({ title }) => title);
}

/** The way of a finding from its base to its severity, as `namespace: critical -> high`. */
export function way(finding: Finding): string[] {
  return finding.modifiers.map(({ id, from, to }) => `${id}: ${from} -> ${to}`);
}
