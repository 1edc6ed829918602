import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBinding, isRole, type ObjectList, type PolicyRule, type RoleObject } from '../../../bench/objects.ts';
import { readAnswers, readCluster } from '../../../bench/oracle.ts';
import type { Access } from '../../../src/analyzer/access/access.ts';
import { buildAccess } from '../../../src/analyzer/access/build.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { Role } from '../../../src/model/role.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { accessTo } from '../snapshot.ts';

/** Requests of the oracle that are answered otherwise than by the API server. */
function disagreements(access: Access, folder: string) {
  return readAnswers(folder).filter(({ request, allowed }) => access.allows(request, request) !== allowed);
}

/** The objects of a cluster as the model has them, by no way that leads through the collector. */
function snapshotOf(list: ObjectList): Snapshot {
  const unlabelled = { labels: new Map(), annotations: new Map(), origins: [] };
  const roles = list.items.filter(isRole).map((role): Role => ({ ...role.metadata, kind: role.kind, ...unlabelled, rules: rulesOf(role) }));
  const bindings = list.items
    .filter(isBinding)
    .map(({ kind, metadata, subjects = [], roleRef }): Binding => ({ ...metadata, kind, ...unlabelled, subjects, roleRef }));
  return {
    input: 'cluster',
    sources: [],
    kubernetesVersion: '1.20',
    roles,
    bindings,
    namespaces: [],
    serviceAccounts: [],
    identityMappings: [],
    workloads: [],
    discovery: { resources: [], complete: false, version: '1.20' },
    complete: new Set(),
    gaps: [],
    limitations: [],
  };
}

function rulesOf({ rules }: RoleObject) {
  const empty: Required<PolicyRule> = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  return (rules ?? []).map((rule, index) => ({ ...empty, ...rule, index }));
}

describe.each(['adversarial-102', 'adversarial-103'])('the cluster %s, of which a real API server answered 30,000 questions', (name) => {
  const folder = `test/fixtures/oracle/${name}`;

  it('is answered with both yes and no', () => {
    const allowed = readAnswers(folder).map((answer) => answer.allowed);
    expect(allowed).toHaveLength(30_000);
    expect(allowed.filter((yes) => yes).length).toBeGreaterThan(4_500);
  });

  it('is answered alike from the objects as they are', () => {
    expect(disagreements(buildAccess(snapshotOf(readCluster(folder))), folder)).toEqual([]);
  });

  it('is answered alike by way of the collector', () => {
    expect(disagreements(accessTo([{ ...readCluster(folder) }]), folder)).toEqual([]);
  });
});

describe('the cluster with the RBAC of 82 public projects', () => {
  const folder = '../shared/oracle/real';

  it('is answered alike by way of the collector', ({ skip }) => {
    skip(!existsSync(folder), `there is no ${folder}`);
    expect(disagreements(accessTo([{ ...readCluster(folder) }]), folder)).toEqual([]);
  });
});
