import { builtinObjects } from './builtin.ts';
import { binding } from './cluster.ts';
import type { ObjectList, RoleObject } from './objects.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/**
 * A made-up cluster of so many namespaces, each with two RoleBindings: one to a ServiceAccount of its own, and one to every
 * ServiceAccount of the cluster, so that each of them holds something in every namespace. As one List of raw objects that counts
 * as a whole cluster.
 */
export function tenantCluster(namespaces: number): ObjectList {
  const developer: RoleObject = {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'developer' },
    rules: [
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'] },
      { apiGroups: [''], resources: ['pods', 'services', 'configmaps'], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'] },
      { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...builtinObjects(),
      developer,
      ...Array.from({ length: namespaces }, (_, index) => tenant(`shop-${String(index).padStart(5, '0')}`)).flat(),
    ],
  };
}

function tenant(namespace: string): ObjectList['items'] {
  const till: RoleObject = {
    apiVersion: `${apiGroup}/v1`,
    kind: 'Role',
    metadata: { namespace, name: 'till' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'update'] }],
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'till' } },
    till,
    binding({ namespace, name: 'till' }, [{ kind: 'ServiceAccount', namespace, name: 'till' }], 'Role', 'till'),
    binding({ namespace, name: 'developer' }, [{ kind: 'Group', apiGroup, name: 'system:serviceaccounts' }], 'ClusterRole', 'developer'),
  ];
}
