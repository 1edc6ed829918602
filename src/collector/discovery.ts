import type { ApiResource, Discovery } from '../model/discovery.ts';
import { byCodeUnit, byKeys } from '../model/order.ts';
import { fieldAt, listAt, textAt, textsAt } from './fields.ts';

/** A resource or subresource of one version, in the form of an APIResourceList: its name is `pods` or `pods/log`. */
interface ServedResource {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs: readonly string[];
  singular: string;
  shortNames: readonly string[];
}

/** What the documents say, by group. */
interface Served {
  versions: Map<string, Map<string, ServedResource[]>>;
  /** The versions that the server says it has, the preferred one first. */
  announced: Map<string, string[]>;
  /** True where a document told all groups beside the core one. */
  tellsGroups: boolean;
  /** True where an aggregated API did not answer: what it serves is what it once served, or nothing. */
  stale: boolean;
}

/**
 * Reads discovery documents, in any order: aggregated ones (APIGroupDiscoveryList of v2 or v2beta1, from /api and /apis), or
 * APIResourceLists (from /api/v1 and /apis/GROUP/VERSION), with the APIGroupList of /apis and the APIVersions of /api where
 * there are such. The versions of a group merge, because rules know no versions: a verb or subresource counts that any of
 * them serves; kind and names are those of the preferred version. Anything else in the documents is passed over.
 * `complete` is true where the documents say that they are all there is. Undefined where they hold no resource.
 */
export function parseDiscovery(documents: readonly unknown[], version: string): Discovery | undefined {
  const served: Served = { versions: new Map(), announced: new Map(), tellsGroups: false, stale: false };
  for (const document of documents) readDocument(document, served);
  const resources = [...served.versions].flatMap(([group, versions]) => {
    const order = byPreference(served.announced.get(group) ?? []);
    return mergeVersions(
      group,
      [...versions.keys()].sort(order).map((name) => versions.get(name) ?? []),
    );
  });
  if (resources.length === 0) return undefined;
  resources.sort(byKeys((resource) => [resource.group, resource.resource]));
  return { resources, complete: isComplete(served), version };
}

function readDocument(document: unknown, served: Served): void {
  switch (textAt(document, 'kind')) {
    case 'APIGroupDiscoveryList':
      for (const item of listAt(document, 'items')) readGroup(item, served);
      break;
    case 'APIResourceList':
      readResourceList(document, served);
      break;
    case 'APIGroupList':
      served.tellsGroups = true;
      for (const item of listAt(document, 'groups')) announce(served, textAt(item, 'name') ?? '', announcedVersions(item));
      break;
    case 'APIVersions':
      announce(served, '', textsAt(document, 'versions'));
      break;
  }
}

/** One group of an aggregated document. */
function readGroup(item: unknown, served: Served): void {
  const group = textAt(item, 'metadata', 'name') ?? '';
  if (group !== '') served.tellsGroups = true;
  for (const entry of listAt(item, 'versions')) {
    const version = textAt(entry, 'version') ?? '';
    announce(served, group, [version]);
    if (textAt(entry, 'freshness') === 'Stale') served.stale = true;
    const resources = listAt(entry, 'resources').flatMap(aggregatedResources);
    addVersion(served, group, version, resources);
  }
}

function aggregatedResources(entry: unknown): ServedResource[] {
  const namespaced = textAt(entry, 'scope') === 'Namespaced';
  const name = textAt(entry, 'resource') ?? '';
  const kind = textAt(entry, 'responseKind', 'kind') ?? '';
  const resource = { name, kind, namespaced, singular: textAt(entry, 'singularResource') ?? '', ...verbsAndShortNames(entry) };
  const subresources = listAt(entry, 'subresources').map((subresource) => ({
    name: `${name}/${textAt(subresource, 'subresource') ?? ''}`,
    kind: '',
    namespaced,
    singular: '',
    ...verbsAndShortNames(subresource),
  }));
  return [resource, ...subresources];
}

function readResourceList(list: unknown, served: Served): void {
  const groupVersion = textAt(list, 'groupVersion') ?? '';
  const slash = groupVersion.indexOf('/');
  const resources = listAt(list, 'resources').map((entry) => ({
    name: textAt(entry, 'name') ?? '',
    kind: textAt(entry, 'kind') ?? '',
    namespaced: fieldAt(entry, 'namespaced') === true,
    singular: textAt(entry, 'singularName') ?? '',
    ...verbsAndShortNames(entry),
  }));
  addVersion(served, groupVersion.slice(0, Math.max(slash, 0)), groupVersion.slice(slash + 1), resources);
}

function verbsAndShortNames(entry: unknown): { verbs: string[]; shortNames: string[] } {
  return { verbs: textsAt(entry, 'verbs'), shortNames: textsAt(entry, 'shortNames') };
}

function addVersion(served: Served, group: string, version: string, resources: readonly ServedResource[]): void {
  const versions = served.versions.get(group) ?? new Map<string, ServedResource[]>();
  served.versions.set(group, versions);
  versions.set(version, [...(versions.get(version) ?? []), ...resources]);
}

function announcedVersions(group: unknown): string[] {
  const versions = listAt(group, 'versions').map((item) => textAt(item, 'version'));
  return [textAt(group, 'preferredVersion', 'version'), ...versions].filter((version) => version !== undefined);
}

function announce(served: Served, group: string, versions: readonly string[]): void {
  served.announced.set(group, [...new Set([...(served.announced.get(group) ?? []), ...versions])]);
}

/** All groups are told, the core one is there, and no announced version is missing or stale. */
function isComplete({ versions, announced, tellsGroups, stale }: Served): boolean {
  const missing = [...announced].some(([group, names]) => names.some((name) => !versions.get(group)?.has(name)));
  return tellsGroups && versions.has('') && !missing && !stale;
}

/** Announced versions in their order; others after them, by Kubernetes' version priority. */
function byPreference(announced: readonly string[]): (a: string, b: string) => number {
  const rank = (version: string) => (announced.includes(version) ? announced.indexOf(version) : announced.length);
  return (a, b) => rank(a) - rank(b) || byVersionPriority(a, b);
}

/** GA before beta before alpha, then the newer first; what is no Kubernetes version comes last (apimachinery CompareKubeAwareVersionStrings). */
function byVersionPriority(a: string, b: string): number {
  const [left, right] = [versionParts(a), versionParts(b)];
  for (let i = 0; i < left.length; i++) {
    const order = (right[i] ?? 0) - (left[i] ?? 0);
    if (order !== 0) return order;
  }
  return byCodeUnit(a, b);
}

function versionParts(version: string): [stability: number, major: number, minor: number] {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}

/** A resource whose versions are being merged. */
interface Merged {
  main: ServedResource | undefined;
  namespaced: boolean;
  verbs: Set<string>;
  subresources: Map<string, Set<string>>;
}

/** `versions` comes with the preferred one first. */
function mergeVersions(group: string, versions: readonly (readonly ServedResource[])[]): ApiResource[] {
  const merged = new Map<string, Merged>();
  for (const served of versions.flat()) {
    const slash = served.name.indexOf('/');
    const resource = slash < 0 ? served.name : served.name.slice(0, slash);
    if (resource === '') continue;
    const entry = merged.get(resource) ?? { main: undefined, namespaced: served.namespaced, verbs: new Set(), subresources: new Map() };
    merged.set(resource, entry);
    if (slash < 0) {
      entry.main ??= served;
      for (const verb of served.verbs) entry.verbs.add(verb);
    } else {
      const subresource = served.name.slice(slash + 1);
      entry.subresources.set(subresource, new Set([...(entry.subresources.get(subresource) ?? []), ...served.verbs]));
    }
  }
  return [...merged].map(([resource, entry]) => toApiResource(group, resource, entry));
}

/** A resource that is served by its subresources only (as custom metrics are) has no kind and no verbs of its own. */
function toApiResource(group: string, resource: string, { main, namespaced, verbs, subresources }: Merged): ApiResource {
  const kind = main?.kind ?? '';
  return {
    group,
    resource,
    kind,
    namespaced: main?.namespaced ?? namespaced,
    verbs: sorted(verbs),
    // Older servers leave singular names out; kubectl takes the kind in lower case then.
    singular: main?.singular || kind.toLowerCase(),
    shortNames: main?.shortNames ?? [],
    subresources: sorted(subresources.keys()).map((name) => ({ name, verbs: sorted(subresources.get(name) ?? []) })),
  };
}

function sorted(values: Iterable<string>): string[] {
  return [...values].sort(byCodeUnit);
}
