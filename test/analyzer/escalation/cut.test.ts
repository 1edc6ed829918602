import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestCut } from '../../../src/analyzer/escalation/cut.ts';
import { Escalation } from '../../../src/analyzer/escalation/escalation.ts';
import { parseSubject } from '../../../src/cli/subject.ts';
import type { Binding } from '../../../src/model/binding.ts';
import { type Goal, goals } from '../../../src/model/path.ts';
import type { Subject } from '../../../src/model/subject.ts';
import { accessTo, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from './cast.ts';
import { cluster, guarded, may, runs } from './chains.ts';
import { fewest, isOpen, nameOf } from './removal.ts';
import { smallCluster } from './small-clusters.ts';

const ines = parseSubject('user:ines');
const rbac = 'rbac.authorization.k8s.io';

function cutOf(objects: readonly KubernetesObject[], goal: Goal, subjects: readonly Subject[]) {
  const cut = new Escalation(accessTo(objects, cluster)).cut(goal, subjects);
  return cut && { bindings: cut.bindings.map(nameOf), minimal: cut.minimal };
}

const keyRing = role('shop', 'keys', may('create serviceaccounts/token'));

/** Clusters with what has to go so that User ines does not become cluster-admin. */
const clusters: [string, KubernetesObject[], string[]][] = [
  [
    'one way of two steps: its start',
    [admin, till, ...rightsIn('shop', 'desk', 'create pods'), guarded('shop', 'restricted')],
    ['RoleBinding/shop/desk'],
  ],
  [
    'several ways that meet: where they meet',
    [
      admin,
      till,
      keyRing,
      ...rightsIn('shop', 'desk', 'impersonate serviceaccounts'),
      roleBinding('shop', 'keys', 'Role/keys', 'user:ines'),
    ],
    ['ClusterRoleBinding/till'],
  ],
  [
    'a way and one beside it: one of each',
    [
      admin,
      till,
      ...rightsIn('shop', 'desk', 'impersonate serviceaccounts'),
      ...rightsEverywhere('wide', `bind clusterroles.${rbac}`, `create clusterrolebindings.${rbac}`),
    ],
    ['ClusterRoleBinding/wide', 'RoleBinding/shop/desk'],
  ],
  [
    'a step that needs two rights: either',
    [
      admin,
      ...rightsEverywhere('binder', `bind clusterroles.${rbac}`),
      ...rightsEverywhere('writer', `create clusterrolebindings.${rbac}`),
    ],
    ['ClusterRoleBinding/binder'],
  ],
  [
    'a step that needs two rights, one of them held twice: the other',
    [
      admin,
      ...rightsEverywhere('binder', `bind clusterroles.${rbac}`),
      ...rightsEverywhere('binder2', `bind clusterroles.${rbac}`),
      ...rightsEverywhere('writer', `create clusterrolebindings.${rbac}`),
    ],
    ['ClusterRoleBinding/writer'],
  ],
  [
    'the same right three times: all',
    [admin, till, ...['a', 'b', 'c'].flatMap((name) => rightsIn('shop', name, 'create serviceaccounts/token'))],
    ['ClusterRoleBinding/till'],
  ],
  [
    'a right held by oneself and as everybody: both, or what they lead to',
    [
      admin,
      ...['till', 'boss'].map((name) => clusterRoleBinding(name, 'ClusterRole/cluster-admin', `sa:shop/${name}`)),
      keyRing,
      roleBinding('shop', 'mine', 'Role/keys', 'user:ines'),
      roleBinding('shop', 'everybodys', 'Role/keys', 'group:system:authenticated'),
    ],
    ['RoleBinding/shop/everybodys', 'RoleBinding/shop/mine'],
  ],
  [
    'what runs on nodes: the pods that lead there',
    [admin, till, ...rightsIn('clinic', 'desk', 'create pods'), runs('shop', 'till', 'till')],
    ['RoleBinding/clinic/desk'],
  ],
];

describe('the cut of a subject', () => {
  it.each(clusters)('%s', (_, objects, expected) => {
    expect(cutOf(objects, 'cluster-admin', [ines])).toEqual({ bindings: expected, minimal: true });
    expect(isOpen(objects, [], 'cluster-admin', [ines])).toBe(true);
    expect(isOpen(objects, expected, 'cluster-admin', [ines])).toBe(false);
    expect(fewest(objects, 'cluster-admin', [ines])).toBe(expected.length);
  });

  it('is the smallest one however many bindings have to go', () => {
    const shops = Array.from({ length: 300 }, (_, index) => `shop-${String(index).padStart(3, '0')}`);
    const objects = [
      admin,
      ...shops.flatMap((shop) => [
        clusterRoleBinding(shop, 'ClusterRole/cluster-admin', `sa:${shop}/till`),
        clusterRoleBinding(`${shop}-spare`, 'ClusterRole/cluster-admin', `sa:${shop}/till`),
        role(shop, 'keys', may('create serviceaccounts/token')),
        roleBinding(shop, 'keys', 'Role/keys', 'user:ines'),
      ]),
    ];
    const expected = shops.map((shop) => `RoleBinding/${shop}/keys`);
    expect(cutOf(objects, 'cluster-admin', [ines])).toEqual({ bindings: expected, minimal: true });
    expect(isOpen(objects, expected, 'cluster-admin', [ines])).toBe(false);
    expect(isOpen(objects, expected.slice(1), 'cluster-admin', [ines])).toBe(true);
  });

  it('is none where there is nothing to cut', () => {
    expect(cutOf([admin, ...rightsIn('shop', 'desk', 'get pods')], 'cluster-admin', [ines])).toBeUndefined();
  });

  it('is none where it is Kubernetes itself that leads there', () => {
    const escalation = new Escalation(accessTo(rightsIn('shop', 'desk', 'get pods')));
    expect(escalation.cut('cluster-admin', [parseSubject('user:system:kube-controller-manager')])).toBeUndefined();
    expect(escalation.cut('cluster-admin', [parseSubject('group:system:masters')])).toBeUndefined();
  });

  it('leaves the bindings of Kubernetes, which come back, and takes what was added to them', () => {
    const added = clusterRoleBinding('cluster-admin', 'ClusterRole/cluster-admin', 'group:system:masters', 'user:ines');
    expect(new Escalation(accessTo([added])).cut('cluster-admin', [ines])).toEqual({
      goal: 'cluster-admin',
      bindings: [{ kind: 'ClusterRoleBinding', name: 'cluster-admin' }],
      minimal: true,
    });
    const throughKubernetes = accessTo([...rightsEverywhere('wide', 'create serviceaccounts/token')]);
    expect(new Escalation(throughKubernetes).cut('cluster-admin', [ines])?.bindings).toEqual([
      { kind: 'ClusterRoleBinding', name: 'wide' },
    ]);
  });
});

describe('the cut of a goal', () => {
  it('ends the ways of all subjects', () => {
    const people = ['ines', 'jonas', 'amira'];
    const objects = [
      admin,
      till,
      keyRing,
      ...people.map((name) => roleBinding('shop', name, 'Role/keys', `user:${name}`)),
      clusterRoleBinding('oncall', 'ClusterRole/cluster-admin', 'group:oncall'),
    ];
    const { subjects } = accessTo(objects, cluster);
    expect(cutOf(objects, 'cluster-admin', subjects)).toEqual({
      bindings: ['ClusterRoleBinding/oncall', 'ClusterRoleBinding/till'],
      minimal: true,
    });
    expect(fewest(objects, 'cluster-admin', subjects)).toBe(2);
  });
});

describe('in any small cluster', () => {
  const property = (check: (objects: KubernetesObject[], goal: Goal, subjects: readonly Subject[]) => void) =>
    fc.assert(
      fc.property(smallCluster, fc.constantFrom(...goals), fc.boolean(), (objects, goal, one) => {
        // Where users and groups belong follows from their bindings, so that it would change with what is removed.
        const subjects = accessTo(objects, cluster).subjects.filter(({ kind }) => goal !== 'other-namespaces' || kind === 'ServiceAccount');
        check(objects, goal, one ? subjects.slice(0, 1) : subjects);
      }),
      { numRuns: 100 },
    );

  it('the cut ends every way, and no smaller set does', () => {
    property((objects, goal, subjects) => {
      const cut = cutOf(objects, goal, subjects);
      const needed = fewest(objects, goal, subjects);
      if (!cut) expect(needed).toBe(0);
      else {
        expect(isOpen(objects, cut.bindings, goal, subjects)).toBe(false);
        expect(cut.bindings.length).toBe(needed);
        expect(cut.minimal).toBe(true);
      }
    });
  });
});

describe('the search', () => {
  const bindings = Array.from({ length: 24 }, (_, index): Binding => {
    return {
      kind: 'ClusterRoleBinding',
      name: `b${String(index).padStart(2, '0')}`,
      labels: new Map(),
      annotations: new Map(),
      subjects: [],
      roleRef: { kind: 'ClusterRole', name: 'x' },
      origins: [],
    };
  });
  /** Ways as lists of bindings; those are open of which none is removed. */
  const finding =
    (ways: readonly (readonly Binding[])[], work = 1) =>
    (removed: ReadonlySet<Binding>) => {
      return { ways: ways.filter((way) => !way.some((binding) => removed.has(binding))), work };
    };
  const pick = (...indexes: number[]) => indexes.flatMap((index) => bindings[index] ?? []);

  it('takes at once what ways depend on alone, however many they are', () => {
    const ways = bindings.slice(0, 20).map((binding) => [binding]);
    expect(smallestCut(finding([...ways, pick(20, 21), pick(21, 22)]))).toEqual({ bindings: pick(...Array(20).keys(), 21), minimal: true });
  });

  it('is exact up to four bindings beside those', () => {
    const pairs = (count: number) => Array.from({ length: count }, (_, index) => pick(2 * index, 2 * index + 1));
    expect(smallestCut(finding(pairs(4)))).toEqual({ bindings: pick(0, 2, 4, 6), minimal: true });
    const triangles = (count: number) =>
      Array.from({ length: count }, (_, index) => 3 * index).flatMap((at) => [pick(at, at + 1), pick(at + 1, at + 2), pick(at, at + 2)]);
    expect(smallestCut(finding(triangles(2)))).toEqual({ bindings: pick(0, 1, 3, 4), minimal: true });
    expect(smallestCut(finding(triangles(3)))).toMatchObject({ bindings: { length: 6 }, minimal: false });
  });

  it('knows beyond that too that it is smallest, where as many ways have nothing in common', () => {
    const pairs = Array.from({ length: 9 }, (_, index) => pick(2 * index, 2 * index + 1));
    expect(smallestCut(finding(pairs))).toEqual({ bindings: pick(0, 2, 4, 6, 8, 10, 12, 14, 16), minimal: true });
  });

  it('gives up the exact search when it takes too much work, and still cuts everything', () => {
    const triangle = [pick(0, 1), pick(1, 2), pick(0, 2)];
    expect(smallestCut(finding(triangle, 10_000_000))).toMatchObject({ minimal: false });
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 40 }), (lists) => {
        const ways = lists.map((list) => pick(...list));
        const { bindings: removed, minimal } = smallestCut(finding(ways, 10_000_000));
        expect(minimal ? ways.every((way) => way.length === 1) || removed.length > 0 : true).toBe(true);
        expect(finding(ways)(new Set(removed)).ways).toEqual([]);
      }),
    );
  });

  it('finds a smallest set of any ways, as trying all sets does', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 9 }), (lists) => {
        const ways = lists.map((list) => pick(...list));
        const { bindings: removed, minimal } = smallestCut(finding(ways));
        expect(finding(ways)(new Set(removed)).ways).toEqual([]);
        const sizes = Array.from({ length: 256 }, (_, mask) =>
          pick(...Array.from({ length: 8 }, (_, bit) => bit).filter((bit) => mask & (1 << bit))),
        )
          .filter((set) => finding(ways)(new Set(set)).ways.length === 0)
          .map((set) => set.length);
        if (minimal) expect(removed.length).toBe(Math.min(...sizes));
        else expect(Math.min(...sizes)).toBeGreaterThan(4);
      }),
    );
  });
});
