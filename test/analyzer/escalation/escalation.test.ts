import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Escalation } from '../../../src/analyzer/escalation/escalation.ts';
import { parseSubject } from '../../../src/cli/subject.ts';
import { goals } from '../../../src/model/path.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding, serviceAccount } from '../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from './cast.ts';
import { chain, cluster, guarded, may, reached, runs } from './chains.ts';
import { bindingsIn, nameOf } from './removal.ts';
import { smallCluster } from './small-clusters.ts';

const ines = parseSubject('user:ines');

describe('evidence', () => {
  it('names of each hop the binding, the role and the rule', () => {
    const objects = [
      admin,
      till,
      role('shop', 'desk', may('get pods'), may('create pods')),
      roleBinding('shop', 'desk', 'Role/desk', 'user:ines'),
    ];
    const [found] = new Escalation(accessTo([...objects, guarded('shop', 'restricted')], cluster)).pathsOf(ines, ['cluster-admin']);
    expect(found).toEqual({
      goal: 'cluster-admin',
      hops: [
        {
          kind: 'run-pods',
          to: { kind: 'ServiceAccount', namespace: 'shop', name: 'till' },
          via: [
            {
              scope: 'shop',
              binding: { kind: 'RoleBinding', namespace: 'shop', name: 'desk' },
              role: { kind: 'Role', namespace: 'shop', name: 'desk' },
              rule: 1,
            },
          ],
        },
        {
          kind: 'everything',
          to: { kind: 'Goal', goal: 'cluster-admin' },
          via: [
            {
              scope: '*',
              binding: { kind: 'ClusterRoleBinding', name: 'till' },
              role: { kind: 'ClusterRole', name: 'cluster-admin' },
              rule: 0,
            },
          ],
        },
      ],
    });
  });

  it('names both rights where two are needed, and the group through which one is held', () => {
    const objects = [
      admin,
      till,
      ...rightsIn('shop', 'desk', 'create secrets'),
      role('shop', 'everybody', may('list secrets')),
      roleBinding('shop', 'everybody', 'Role/everybody', 'group:system:authenticated'),
    ];
    const [found] = new Escalation(accessTo(objects, cluster)).pathsOf(ines, ['cluster-admin']);
    expect(found?.hops[0]?.via).toEqual([
      {
        scope: 'shop',
        binding: { kind: 'RoleBinding', namespace: 'shop', name: 'desk' },
        role: { kind: 'Role', namespace: 'shop', name: 'desk' },
        rule: 0,
      },
      {
        scope: 'shop',
        binding: { kind: 'RoleBinding', namespace: 'shop', name: 'everybody' },
        role: { kind: 'Role', namespace: 'shop', name: 'everybody' },
        rule: 0,
        group: 'system:authenticated',
      },
    ]);
  });

  it('names the role that a rule was aggregated from', () => {
    const objects = [
      clusterRoleBinding('till', 'ClusterRole/cluster-admin', 'sa:shop/till'),
      roleBinding('shop', 'desk', 'ClusterRole/edit', 'user:ines'),
    ];
    const [found] = new Escalation(accessTo([...objects, guarded('shop', 'restricted')])).pathsOf(ines, ['cluster-admin']);
    expect(found?.hops[0]).toMatchObject({ via: [{ source: { kind: 'ClusterRole', name: 'system:aggregate-to-edit' } }] });
  });

  it('has no binding for what comes with a role that was taken', () => {
    const rbac = 'rbac.authorization.k8s.io';
    const keeper = clusterRole('keeper', may('create serviceaccounts/token'));
    const objects = [
      admin,
      till,
      keeper,
      ...rightsEverywhere('wide', `bind clusterroles.${rbac} [keeper]`, `create clusterrolebindings.${rbac}`),
    ];
    const [found] = new Escalation(accessTo(objects, cluster)).pathsOf(ines, ['cluster-admin']);
    expect(found?.hops[1]?.via).toEqual([{ scope: '*', role: { kind: 'ClusterRole', name: 'keeper' }, rule: 0 }]);
  });

  it('is enough: with nothing but the bindings that it names, there is a chain as short', () => {
    fc.assert(
      fc.property(smallCluster, fc.constantFrom(...goals), (objects, goal) => {
        const access = accessTo(objects, cluster);
        const escalation = new Escalation(access);
        for (const subject of access.subjects) {
          const [found] = escalation.pathsOf(subject, [goal]);
          // Where users and groups belong follows from their bindings too.
          if (!found || (goal === 'other-namespaces' && subject.kind !== 'ServiceAccount')) continue;
          const named = new Set(found.hops.flatMap(({ via }) => via.flatMap(({ binding }) => (binding ? [nameOf(binding)] : []))));
          const others = bindingsIn(objects).filter((name) => !named.has(name));
          const alone = objects.filter((object) => !others.includes(bindingsIn([object])[0] ?? ''));
          const [again] = new Escalation(accessTo(alone, cluster)).pathsOf(subject, [goal]);
          // Of several as short, which one is shown may depend on the others.
          expect(again?.hops).toHaveLength(found.hops.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('subjects', () => {
  it('have what everybody has, whether or not a binding names them', () => {
    const objects = [
      admin,
      till,
      role('shop', 'keys', may('create serviceaccounts/token')),
      roleBinding('shop', 'keys', 'Role/keys', 'group:system:authenticated'),
    ];
    for (const subject of ['user:nobody', 'sa:clinic/unheard-of', 'group:nurses', 'group:system:authenticated']) {
      expect(chain(objects, subject, 'cluster-admin', cluster)).toEqual(['token: sa:shop/till', 'everything: cluster-admin']);
    }
    expect(chain(objects, 'user:system:anonymous', 'cluster-admin', cluster)).toBeUndefined();
  });

  it('ServiceAccounts have what those of their namespace have', () => {
    const objects = [
      admin,
      till,
      role('shop', 'keys', may('create serviceaccounts/token')),
      roleBinding('shop', 'keys', 'Role/keys', 'group:system:serviceaccounts:clinic'),
    ];
    expect(chain(objects, 'sa:clinic/desk', 'cluster-admin', cluster)).toEqual(['token: sa:shop/till', 'everything: cluster-admin']);
    expect(chain(objects, 'sa:library/desk', 'cluster-admin', cluster)).toBeUndefined();
    const throughIt = [...objects, ...rightsIn('clinic', 'desk', 'create pods'), guarded('clinic', 'restricted')];
    expect(chain(throughIt, 'user:ines', 'cluster-admin', cluster)).toEqual([
      'run-pods: any of clinic',
      'token: sa:shop/till',
      'everything: cluster-admin',
    ]);
  });
});

describe('ServiceAccounts of other namespaces', () => {
  const to = (objects: readonly KubernetesObject[], subject: string) => chain(objects, subject, 'other-namespaces', cluster);
  const pods = (namespace: string, ...subjects: string[]) => [
    role(namespace, 'runner', may('create pods')),
    roleBinding(namespace, 'runner', 'Role/runner', ...subjects),
    guarded(namespace, 'restricted'),
  ];

  it('are those of another namespace than its own, for a ServiceAccount', () => {
    expect(to(pods('shop', 'sa:shop/till'), 'sa:shop/till')).toBeUndefined();
    expect(to(pods('clinic', 'sa:shop/till'), 'sa:shop/till')).toEqual(['run-pods: any of clinic']);
  });

  it('are those of namespaces where it has nothing, for a user or a group', () => {
    expect(to(pods('shop', 'user:ines'), 'user:ines')).toBeUndefined();
    expect(
      to([...pods('shop', 'user:ines'), ...pods('clinic', 'user:ines'), ...pods('library', 'user:ines')], 'user:ines'),
    ).toBeUndefined();
    expect(to([...pods('shop', 'user:ines'), ...pods('clinic', 'sa:shop/till')], 'user:ines')).toEqual([
      'run-pods: sa:shop/till',
      'run-pods: any of clinic',
    ]);
  });

  it('are found beyond any number of namespaces where it has something', () => {
    const own = ['shop', 'clinic', 'library'].flatMap((name) => pods(name, 'user:ines'));
    expect(to([...own, ...pods('attic', 'sa:library/guard')], 'user:ines')).toEqual([
      'run-pods: sa:library/guard',
      'run-pods: any of attic',
    ]);
    expect(to([...own, ...pods('shop', 'sa:library/guard')], 'user:ines')).toBeUndefined();
  });

  it('are those of all namespaces where the right is for all', () => {
    expect(to([...rightsEverywhere('wide', 'create serviceaccounts/token'), serviceAccount('shop', 'till')], 'user:ines')).toEqual([
      'token: any of *',
    ]);
  });
});

it('a cluster of nothing but Kubernetes leads nobody else anywhere', () => {
  const access = accessTo([]);
  const escalation = new Escalation(access);
  const leading = access.subjects.filter((subject) => escalation.leadsTo('cluster-admin', subject)).map(({ name }) => name);
  expect(leading).toEqual([
    'system:masters',
    'cloud-provider',
    'clusterrole-aggregation-controller',
    'cronjob-controller',
    'daemon-set-controller',
    'deployment-controller',
    'generic-garbage-collector',
    'job-controller',
    'persistent-volume-binder',
    'replicaset-controller',
    'replication-controller',
    'root-ca-cert-publisher',
    'statefulset-controller',
    'storage-version-migrator-controller',
    'system:kube-controller-manager',
  ]);
});

it('the order of the input leaves no trace', () => {
  fc.assert(
    fc.property(
      smallCluster.chain((objects) => fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length }))),
      ([objects, shuffled]) => {
        const answer = (one: readonly KubernetesObject[]) => {
          const access = accessTo(one, cluster);
          const escalation = new Escalation(access);
          return access.subjects
            .map((subject) => escalation.pathsOf(subject))
            .concat(goals.map((goal) => escalation.cut(goal, access.subjects)) as never);
        };
        expect(answer(shuffled)).toEqual(answer(objects));
      },
    ),
    { numRuns: 40 },
  );
});

it('cluster-admin is every other goal as well', () => {
  const objects = [admin, clusterRoleBinding('boss', 'ClusterRole/cluster-admin', 'user:ines'), runs('shop', 'till', 'till')];
  expect(reached(objects, 'user:ines', cluster)).toEqual([...goals]);
});
