import type { ApiResource, Discovery } from '../model/discovery.ts';
import { sortedByKey } from '../model/order.ts';
import { metricGroups, type SyntheticResource, syntheticResources } from './synthetic.ts';

const indexes = new WeakMap<Discovery, ReadonlyMap<string, ApiResource>>();
const syntheticIndex = indexByKey(syntheticResources);

/** The resource of that group and plural name, if the API serves it. */
export function findResource(discovery: Discovery, group: string, resource: string): ApiResource | undefined {
  let index = indexes.get(discovery);
  if (index === undefined) {
    index = indexByKey(discovery.resources);
    indexes.set(discovery, index);
  }
  return index.get(key(group, resource));
}

/** What RBAC knows of a resource beyond discovery; see synthetic.ts. */
export function findSynthetic(group: string, resource: string): SyntheticResource | undefined {
  return syntheticIndex.get(key(group, resource));
}

/** Whether objects of the resource live in namespaces; undefined for a resource that is not known. */
export function isNamespaced(discovery: Discovery, group: string, resource: string): boolean | undefined {
  return (findResource(discovery, group, resource) ?? findSynthetic(group, resource))?.namespaced;
}

/**
 * The verbs that someone may ask for on a resource, spelled as in rules (`pods`, `pods/log`): the served ones and those of
 * authorization alone. Undefined if the resource or the subresource is not known.
 */
export function verbsOf(discovery: Discovery, group: string, combined: string): readonly string[] | undefined {
  const slash = combined.indexOf('/');
  const resource = slash < 0 ? combined : combined.slice(0, slash);
  const subresource = slash < 0 ? '' : combined.slice(slash + 1);
  if (metricGroups.includes(group)) return ['get', 'list', 'watch'];
  const served = verbsIn(findResource(discovery, group, resource), subresource);
  const synthetic = verbsIn(findSynthetic(group, resource), subresource);
  if (served === undefined || synthetic === undefined) return served ?? synthetic;
  return [...new Set([...served, ...synthetic])];
}

/** A resource as rules spell it, with all verbs that someone may ask for on it. */
export interface ServedResource {
  group: string;
  resource: string;
  verbs: readonly string[];
}

/** All resources and subresources that are known by name: the served ones, and those that exist for authorization alone. Sorted. */
export function servedResources(discovery: Discovery): ServedResource[] {
  const spelled = [...discovery.resources, ...syntheticResources].flatMap(({ group, resource, subresources }) => [
    { group, resource },
    ...subresources.filter(({ name }) => name !== '*').map(({ name }) => ({ group, resource: `${resource}/${name}` })),
  ]);
  const found = new Map(
    spelled.map((one) => [key(one.group, one.resource), { ...one, verbs: verbsOf(discovery, one.group, one.resource) ?? [] }]),
  );
  return sortedByKey([...found.values()], (one) => key(one.group, one.resource)).filter(({ verbs }) => verbs.length > 0);
}

function verbsIn(entry: ApiResource | SyntheticResource | undefined, subresource: string): readonly string[] | undefined {
  if (subresource === '') return entry?.verbs;
  return entry?.subresources.find(({ name }) => name === subresource || name === '*')?.verbs;
}

function indexByKey<T extends { group: string; resource: string }>(resources: readonly T[]): ReadonlyMap<string, T> {
  return new Map(resources.map((resource) => [key(resource.group, resource.resource), resource]));
}

function key(group: string, resource: string): string {
  return `${group}\u0000${resource}`;
}
