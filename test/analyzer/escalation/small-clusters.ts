import fc from 'fast-check';
import { clusterRole, clusterRoleBinding, type KubernetesObject, roleBinding, serviceAccount } from '../snapshot.ts';
import { admin } from './cast.ts';
import { guarded, may } from './chains.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Parts of which small clusters are made: who, what, where. */
const rights = [
  'create pods',
  'create serviceaccounts/token',
  'create serviceaccounts/token [till]',
  'create secrets',
  'list secrets',
  'create pods/exec',
  'impersonate serviceaccounts',
  'impersonate users',
  'impersonate groups',
  `bind clusterroles.${rbac}`,
  `bind clusterroles.${rbac} [role-0 role-1]`,
  `create clusterrolebindings.${rbac}`,
  `create,patch rolebindings.${rbac}`,
  `escalate clusterroles.${rbac}`,
  `patch clusterroles.${rbac}`,
  'patch namespaces',
  'get nodes/proxy',
  '* *.*',
];
const who = [
  'user:ines',
  'user:jonas',
  'group:system:authenticated',
  'group:system:serviceaccounts:shop',
  'sa:shop/till',
  'sa:shop/cart',
  'sa:clinic/desk',
];
const where = ['*', 'shop', 'clinic'];

/** Random clusters of up to six bindings, dense enough that most have ways to some goal. */
export const smallCluster: fc.Arbitrary<KubernetesObject[]> = fc
  .record({
    roles: fc.array(fc.uniqueArray(fc.constantFrom(...rights), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 4 }),
    bindings: fc.array(
      fc.record({
        role: fc.nat(4),
        place: fc.constantFrom(...where),
        subjects: fc.uniqueArray(fc.constantFrom(...who), { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 2, maxLength: 6 },
    ),
    level: fc.constantFrom('privileged', 'restricted'),
  })
  .map(({ roles, bindings, level }): KubernetesObject[] => [
    admin,
    guarded('shop', level),
    guarded('clinic', 'restricted'),
    ...[serviceAccount('shop', 'till'), serviceAccount('shop', 'cart'), serviceAccount('clinic', 'desk')],
    ...roles.map((own, index) => clusterRole(`role-${index}`, ...own.map(may))),
    ...bindings.map(({ role: index, place, subjects }, number) => {
      const to = index < roles.length ? `ClusterRole/role-${index}` : 'ClusterRole/cluster-admin';
      const name = `binding-${number}`;
      return place === '*' ? clusterRoleBinding(name, to, ...subjects) : roleBinding(place, name, to, ...subjects);
    }),
  ]);
