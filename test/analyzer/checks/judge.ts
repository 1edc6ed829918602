import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CheckOptions } from '../../../src/analyzer/checks/findings.ts';
import { checks, runChecks } from '../../../src/analyzer/checks/index.ts';
import type { Finding, Severity } from '../../../src/model/finding.ts';
import { accessTo, accessToFile, clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule } from '../snapshot.ts';

type Options = Parameters<typeof accessTo>[1] & CheckOptions;

/** What one check finds in the objects, implied findings included. */
export function findingsOf(check: string, objects: readonly KubernetesObject[], options: Options = {}): Finding[] {
  return runChecks(accessTo(objects, options), options).findings.filter((finding) => finding.check === check);
}

/**
 * What a check says of Mara, as severities, where she holds one right herself and gets the other one cluster-wide as everybody does:
 * first where the first is everybody's, then where the second is.
 */
export function inBothOrders(check: string, first: readonly PolicyRule[], second: readonly PolicyRule[]): Severity[][] {
  const [everybody, mara] = ['group:system:authenticated', 'user:mara'];
  const orders: [string, string][] = [
    [everybody, mara],
    [mara, everybody],
  ];
  return orders.map(([holderOfFirst, holderOfSecond]) =>
    findingsOf(check, [
      clusterRole('first', ...first),
      clusterRoleBinding('first', 'ClusterRole/first', holderOfFirst),
      clusterRole('second', ...second),
      clusterRoleBinding('second', 'ClusterRole/second', holderOfSecond),
    ])
      .filter(({ subject }) => subject?.name === 'mara')
      .map(({ severity }) => severity),
  );
}

/** The one finding of a check; anything else is an error. */
export function findingOf(check: string, objects: readonly KubernetesObject[], options: Options = {}): Finding {
  const [finding, ...more] = findingsOf(check, objects, options);
  if (!finding || more.length > 0) throw new Error(`${more.length + (finding ? 1 : 0)} findings of ${check}`);
  return finding;
}

/** Where the fixtures of each page stand, by the page. */
const folders = new Map(
  readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'fires.yaml')
    .map((path) => [basename(dirname(path)), join(import.meta.dirname, dirname(path))]),
);

/** The fixture of a check, or of the page that it shares. */
export function fixturePath(check: string, fixture: 'fires' | 'quiet'): string {
  const page = checks.find(({ id }) => id === check)?.page ?? check;
  const folder = folders.get(page);
  if (folder === undefined) throw new Error(`no fixtures of ${page}`);
  return join(folder, `${fixture}.yaml`);
}

/** What one check finds in its fixture, as titles. */
export function titlesIn(check: string, fixture: 'fires' | 'quiet', options: Options = {}): string[] {
  const access = accessToFile(fixturePath(check, fixture), options);
  return runChecks(access, options)
    .findings.filter((finding) => finding.check === check)
    .map(({ title }) => title);
}

/** The way of a finding from its base to its severity, as `namespace: critical -> high`. */
export function way(finding: Finding): string[] {
  return finding.modifiers.map(({ id, from, to }) => `${id}: ${from} -> ${to}`);
}
