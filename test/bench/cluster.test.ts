import { describe, expect, it } from 'vitest';
import { plainAuthorizer } from '../../bench/baseline.ts';
import { syntheticCluster } from '../../bench/cluster.ts';
import { isBinding, isRole, type ObjectList } from '../../bench/objects.ts';
import { randomRequests } from '../../bench/requests.ts';

function countOf(cluster: ObjectList, kind: string): number {
  return cluster.items.filter((item) => item.kind === kind).length;
}

describe('syntheticCluster', () => {
  const cluster = syntheticCluster(600);

  it('is the same for the same seed and another one for another seed', () => {
    expect(syntheticCluster(600)).toEqual(cluster);
    expect(syntheticCluster(600, 2)).not.toEqual(cluster);
  });

  it('has exactly as many bindings as asked for, over a third of them RoleBindings', () => {
    expect(countOf(cluster, 'ClusterRoleBinding')).toBe(384);
    expect(countOf(cluster, 'RoleBinding')).toBe(216);
  });

  it('counts as a whole cluster', () => {
    const clusterRoles = cluster.items.filter((item) => item.kind === 'ClusterRole').map((item) => item.metadata.name);
    expect(clusterRoles).toEqual(expect.arrayContaining(['cluster-admin', 'system:discovery']));
  });

  it.each(['Namespace', 'ServiceAccount', 'ClusterRole', 'Role', 'RoleBinding'])(
    'grows tenfold in %s with ten times the bindings',
    (kind) => {
      const ratio = countOf(syntheticCluster(6_000), kind) / countOf(cluster, kind);
      expect(ratio).toBeGreaterThan(9.5);
      expect(ratio).toBeLessThan(10.5);
    },
  );

  it('names no object twice', () => {
    const keys = cluster.items.map((item) => `${item.kind}/${item.metadata.namespace ?? ''}/${item.metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('refers to ServiceAccounts and namespaces that exist', () => {
    const namespaces = new Set(cluster.items.filter((item) => item.kind === 'Namespace').map((item) => item.metadata.name));
    const accounts = cluster.items.filter((item) => item.kind === 'ServiceAccount');
    const accountNames = new Set(accounts.map((item) => `${item.metadata.namespace}/${item.metadata.name}`));
    const bindings = cluster.items.filter(isBinding);
    const bound = bindings.flatMap((item) => item.subjects ?? []).filter((subject) => subject.kind === 'ServiceAccount');
    expect(bound.length).toBeGreaterThan(400);
    expect(bound.filter((subject) => !accountNames.has(`${subject.namespace}/${subject.name}`))).toEqual([]);
    expect(bindings.filter((item) => item.kind === 'RoleBinding' && !namespaces.has(item.metadata.namespace ?? ''))).toEqual([]);
  });

  it('has some roles missing, not many', () => {
    const roles = new Set(cluster.items.filter(isRole).map((item) => item.metadata.name));
    const bindings = cluster.items.filter(isBinding);
    const dangling = bindings.filter((item) => !roles.has(item.roleRef.name));
    expect(dangling.length).toBeGreaterThan(0);
    expect(dangling.length).toBeLessThan(30);
  });

  it('shares no part between objects, so that it prints as YAML without aliases', () => {
    const seen = new Set<object>();
    const shared: object[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if (seen.has(value)) shared.push(value);
      seen.add(value);
      for (const part of Object.values(value)) visit(part);
    };
    visit(cluster);
    expect(seen.size).toBeGreaterThan(5_000);
    expect(shared).toEqual([]);
  });
});

describe('randomRequests', () => {
  const cluster = syntheticCluster(600);

  it('is the same for the same seed and another list for another seed', () => {
    expect(randomRequests(cluster, 200, 7)).toEqual(randomRequests(cluster, 200, 7));
    expect(randomRequests(cluster, 200, 8)).not.toEqual(randomRequests(cluster, 200, 7));
  });

  it.each([600, 6_000])('has about half of its requests allowed, with %i bindings', (bindings) => {
    const synthetic = syntheticCluster(bindings);
    const requests = randomRequests(synthetic, 2_000);
    const share = requests.filter(plainAuthorizer(synthetic)).length / requests.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('asks with resources, subresources, names and URLs, inside namespaces and outside of them', () => {
    const requests = randomRequests(cluster, 2_000);
    expect(requests.some((request) => 'path' in request)).toBe(true);
    for (const field of ['resource', 'subresource', 'name', 'namespace'] as const) {
      expect(requests.some((request) => !('path' in request) && request[field] !== '')).toBe(true);
    }
    expect(requests.some((request) => !('path' in request) && request.namespace === '')).toBe(true);
  });

  it('refuses a cluster that grants nothing', () => {
    expect(() => randomRequests({ apiVersion: 'v1', kind: 'List', items: [] }, 1)).toThrow(RangeError);
  });
});
