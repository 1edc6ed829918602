import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { findings } from '../../../src/analyzer/checks/findings.ts';
import { registry } from '../../../src/analyzer/checks/registry.ts';
import { severities } from '../../../src/model/finding.ts';
import { accessTo, type KubernetesObject, type PolicyRule } from '../snapshot.ts';
import { fixturePath } from './judge.ts';

interface Fixture {
  objects: readonly KubernetesObject[];
  /** One role and one binding for each rule that a fixture binds, so that each can be given to somebody else. */
  parts: readonly { role: KubernetesObject; binding: KubernetesObject }[];
}

type Metadata = { name: string; namespace?: string };

/** A rule as several, each with one verb and one resource. */
function single(rule: PolicyRule): PolicyRule[] {
  const { verbs = [], resources = [] } = rule;
  if (resources.length === 0) return [rule];
  return verbs.flatMap((verb) => resources.map((resource) => ({ ...rule, verbs: [verb], resources: [resource] })));
}

/** A fixture taken apart by rules; what is not bound in it stays whole. */
function apart(objects: readonly KubernetesObject[]): Fixture {
  const metadataOf = (object: KubernetesObject) => object.metadata as Metadata;
  const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  const bindings = objects.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
  const parts = bindings.flatMap((binding, place) => {
    const { kind, name } = binding.roleRef as { kind: string; name: string };
    const role = roles.find(
      (one) =>
        one.kind === kind &&
        metadataOf(one).name === name &&
        (kind === 'ClusterRole' || metadataOf(one).namespace === metadataOf(binding).namespace),
    );
    return ((role?.rules ?? []) as PolicyRule[]).flatMap(single).map((rule, index) => {
      const part = `part-${place}-${index}`;
      return {
        role: { ...role, metadata: { ...metadataOf(role ?? {}), name: part }, rules: [rule] },
        binding: {
          ...binding,
          metadata: { ...metadataOf(binding), name: part },
          roleRef: { ...(binding.roleRef as object), name: part },
        },
      };
    });
  });
  return { objects: objects.filter((object) => !bindings.includes(object)), parts };
}

/** What these find is who holds something, which is no longer so where somebody else does. */
const aboutSubjects: ReadonlySet<string> = new Set([
  'anonymous-binding',
  'authenticated-binding',
  'all-serviceaccounts-binding',
  'default-sa-binding',
  'cross-namespace-subject',
]);

const pages = Map.groupBy(
  registry.filter(({ id, kind }) => kind === 'risk' && !aboutSubjects.has(id)),
  (check) => fixturePath(check.id, 'fires'),
);
const cases = [...pages].flatMap(([path, checks]) => checks.map((check) => ({ id: check.id, check, path })));
const group = { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' };
const mara = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'mara' };

describe.each(cases)('$id, its fixture taken apart', ({ check, path }) => {
  const documents = loadAll(readFileSync(path, 'utf8')) as (KubernetesObject | null)[];
  const { objects, parts } = apart(documents.filter((document) => document !== null));
  /** The worst for Mara or for the group, where one of the parts is the group's. */
  const worst = (ofGroup?: number) => {
    const granted = parts.flatMap(({ role, binding }, index) => [role, { ...binding, subjects: [index === ofGroup ? group : mara] }]);
    const ranks = findings(accessTo([...objects, ...granted]), [check])
      .findings.filter(({ subject }) => subject?.name === mara.name || subject?.name === group.name)
      .map(({ severity }) => severities.indexOf(severity));
    return Math.min(severities.length, ...ranks);
  };

  it.skipIf(parts.length < 2)('is no milder where a part comes of a group that everybody is in', () => {
    const whole = worst();
    expect(whole).toBeLessThan(severities.length);
    for (const [index] of parts.entries()) expect({ index, rank: worst(index) }).toSatisfy(({ rank }) => rank <= whole);
  });
});
