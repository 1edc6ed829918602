import type { ApiServer } from './apiserver.ts';

/** An object as a manifest or a dump holds it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** What others refer to comes first; kinds that are not named come last. */
const order = [
  ['Namespace', 'CustomResourceDefinition'],
  ['ServiceAccount'],
  ['ClusterRole', 'Role'],
  ['ClusterRoleBinding', 'RoleBinding'],
];

/** Creates objects through the API, or replaces what is there under their names. Fields that only a server sets are left out. */
export async function seed(server: ApiServer, objects: readonly Manifest[]): Promise<void> {
  const paths = new Map<string, string>();
  for (const apiVersion of new Set(objects.map((object) => object.apiVersion))) await learnPaths(server, apiVersion, paths);
  const stages = [
    ...order.map((kinds) => objects.filter(({ kind }) => kinds.includes(kind))),
    objects.filter(({ kind }) => !order.flat().includes(kind)),
  ];
  for (const stage of stages) await inParallel(stage, (object) => put(server, object, paths));
}

async function learnPaths(server: ApiServer, apiVersion: string, paths: Map<string, string>): Promise<void> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const list = (await server.call('GET', root)) as { resources: { name: string; kind: string }[] };
  for (const { name, kind } of list.resources) if (!name.includes('/')) paths.set(`${apiVersion} ${kind}`, `${root} ${name}`);
}

async function put(server: ApiServer, object: Manifest, paths: ReadonlyMap<string, string>): Promise<void> {
  const [root, resource] = (paths.get(`${object.apiVersion} ${object.kind}`) ?? '').split(' ');
  const { name, namespace } = object.metadata;
  const collection = namespace === undefined ? `${root}/${resource}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
  const clean = withoutServerFields(object);
  const answer = await server.call('POST', collection, clean, [409]);
  if (!isConflict(answer)) return;
  const path = `${collection}/${encodeURIComponent(name)}`;
  // A roleRef cannot be changed, so what stands in the way of a binding is removed.
  if (!object.kind.endsWith('Binding')) {
    await server.call('PUT', path, clean);
    return;
  }
  await server.call('DELETE', path);
  await server.call('POST', collection, clean);
}

function isConflict(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 409;
}

function withoutServerFields(object: Manifest): unknown {
  const { status: _status, metadata, ...rest } = object;
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, managedFields: _managed, selfLink: _link, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}
