import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer } from './apiserver.ts';
import type { Manifest } from './seed.ts';

/** The lists that make a dump, read whole and by other means than the collector's. */
const dumped = [
  ['/apis/rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole'],
  ['/apis/rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding'],
  ['/apis/rbac.authorization.k8s.io/v1', 'roles', 'Role'],
  ['/apis/rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding'],
  ['/api/v1', 'namespaces', 'Namespace'],
  ['/api/v1', 'serviceaccounts', 'ServiceAccount'],
] as const;

/** All RBAC objects, namespaces and ServiceAccounts, as `kubectl get -A -o json` prints them in a v1 List. */
export async function dump(server: ApiServer): Promise<{ apiVersion: 'v1'; kind: 'List'; metadata: object; items: Manifest[] }> {
  const lists = await Promise.all(
    dumped.map(async ([root, resource, kind]) => {
      const list = (await server.call('GET', `${root}/${resource}`)) as {
        apiVersion: string;
        items: Omit<Manifest, 'kind' | 'apiVersion'>[];
      };
      return list.items.map(
        (item): Manifest => ({ apiVersion: list.apiVersion, kind, metadata: item.metadata as Manifest['metadata'], ...item }),
      );
    }),
  );
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: lists.flat() };
}

/** Waits until the controllers (aggregation, default ServiceAccounts) have nothing left to change: two dumps a second apart are equal. */
export async function settled(server: ApiServer): Promise<void> {
  let before = '';
  for (let attempt = 0; attempt < 60; attempt++) {
    const now = JSON.stringify(await dump(server));
    if (now === before) return;
    before = now;
    await sleep(1000);
  }
  throw new Error('the test cluster does not come to rest');
}

/** What the server says of itself group by group, as a list of documents for `--discovery`. */
export async function discoveryDocuments(server: ApiServer): Promise<unknown[]> {
  const core = (await server.call('GET', '/api')) as { versions: string[] };
  const groups = (await server.call('GET', '/apis')) as { groups: { versions: { groupVersion: string }[] }[] };
  const paths = [
    ...core.versions.map((version) => `/api/${version}`),
    ...groups.groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`)),
  ];
  return [core, groups, ...(await Promise.all(paths.map((path) => server.call('GET', path))))];
}
