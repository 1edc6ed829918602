/**
 * Makes src/facts/data for one Kubernetes version, from what an API server of that version says of itself.
 *
 *   node scripts/facts.ts --version 1.36 [--omit NAME]... [--out DIR] FILE...
 *
 * FILE is a discovery document (APIGroupDiscoveryList, APIGroupList, APIResourceList) or a YAML or JSON list of bootstrap
 * roles and bindings. --omit leaves out an API group or a resource. The result does not depend on the order of the files,
 * except that groups and versions keep the order in which the discovery documents name them: the served one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadAll } from 'js-yaml';
import { byCodeUnit, byKeys } from '../src/model/order.ts';

type Fields = Record<string, unknown>;

interface Subresource {
  name: string;
  verbs: string[];
}

interface Resource {
  resource: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  singular: string;
  shortNames: string[];
  subresources: Map<string, Subresource>;
}

/** The marks that Kubernetes puts on each of its default objects; left out of the data, because all of them carry both. */
const bootstrapLabel = 'kubernetes.io/bootstrapping';
const autoupdateAnnotation = 'rbac.authorization.kubernetes.io/autoupdate';

const { values: flags, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    omit: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: join(import.meta.dirname, '../src/facts/data') },
  },
});
if (flags.version === undefined || files.length === 0) {
  throw new Error('usage: node scripts/facts.ts --version 1.36 [--omit NAME]... [--out DIR] FILE...');
}

const documents = files.flatMap((file) => loadAll(readFileSync(file, 'utf8')).map(fields));
const servedOrder = documents.flatMap((document) =>
  document.kind === 'APIGroupList' ? list(document.groups).flatMap(groupVersionsInOrder) : [],
);
const byName = byKeys((object: { namespace: string; name: string }) => [object.namespace, object.name]);

mkdirSync(flags.out, { recursive: true });
write('discovery', served(new Set(flags.omit)));
write(
  'roles',
  ofKind(/^(Cluster)?Role$/)
    .map(role)
    .sort(byName),
);
write(
  'bindings',
  ofKind(/^(Cluster)?RoleBinding$/)
    .map(binding)
    .sort(byName),
);

/** One entry a line, so that the differences to the next version can be read. */
function write(data: string, entries: readonly object[]): void {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  writeFileSync(join(flags.out, `${data}-${flags.version}.json`), `[\n${lines}\n]\n`);
}

function ofKind(kind: RegExp): Fields[] {
  return documents
    .flatMap((document) => list(document.items).map(fields))
    .filter((object) => isText(object.kind) && kind.test(object.kind));
}

/** What the API serves: groups as served, in each group what any of its versions serves. */
function served(omit: ReadonlySet<string>): object[] {
  const groups = new Map<string, Map<string, Resource>>();
  const versions = documents.flatMap(groupVersions).sort((a, b) => rank(a.groupVersion) - rank(b.groupVersion));
  for (const { groupVersion, resources } of versions) {
    const group = groupVersion.includes('/') ? groupVersion.slice(0, groupVersion.indexOf('/')) : '';
    if (omit.has(group)) continue;
    const known = groups.get(group) ?? new Map<string, Resource>();
    groups.set(group, known);
    for (const resource of resources) if (!omit.has(resource.resource)) merge(known, resource);
  }
  return [...groups].flatMap(([group, resources]) => [...resources.values()].map((resource) => entry(group, resource)));
}

/** Where an APIGroupList puts a version: groups as served, the preferred version before the others. The core group stands in none. */
function rank(groupVersion: string): number {
  return groupVersion.includes('/') ? servedOrder.indexOf(groupVersion) : Number.NEGATIVE_INFINITY;
}

function groupVersionsInOrder(group: unknown): string[] {
  const preferred = text(fields(fields(group).preferredVersion).groupVersion);
  const versions = list(fields(group).versions).map((version) => text(fields(version).groupVersion));
  return [preferred, ...versions.filter((version) => version !== preferred)];
}

function entry(group: string, resource: Resource): object {
  return {
    group,
    resource: resource.resource,
    kind: resource.kind,
    namespaced: resource.namespaced,
    verbs: resource.verbs.join(' '),
    singular: resource.singular,
    shortNames: resource.shortNames,
    subresources: [...resource.subresources.values()]
      .sort(byKeys((subresource) => [subresource.name]))
      .map(({ name, verbs }) => ({ name, verbs: verbs.join(' ') })),
  };
}

function groupVersions(document: Fields): { groupVersion: string; resources: Resource[] }[] {
  if (document.kind === 'APIResourceList') return [{ groupVersion: text(document.groupVersion), resources: plainResources(document) }];
  if (!isText(document.apiVersion) || !document.apiVersion.startsWith('apidiscovery.k8s.io/')) return [];
  return list(document.items).flatMap((group) =>
    list(fields(group).versions).map((version) => ({
      groupVersion: `${text(fields(fields(group).metadata).name)}/${text(fields(version).version)}`,
      resources: list(fields(version).resources).map(aggregatedResource),
    })),
  );
}

function aggregatedResource(value: unknown): Resource {
  const resource = fields(value);
  const kind = text(fields(resource.responseKind).kind);
  const subresources = list(resource.subresources).map((item) => {
    const subresource = fields(item);
    return { name: text(subresource.subresource), verbs: texts(subresource.verbs) };
  });
  return {
    resource: text(resource.resource),
    kind,
    namespaced: text(resource.scope) === 'Namespaced',
    verbs: texts(resource.verbs),
    singular: text(resource.singularResource),
    shortNames: texts(resource.shortNames),
    subresources: new Map(subresources.map((subresource) => [subresource.name, subresource])),
  };
}

/** An APIResourceList names subresources beside their resources, as in `pods/log`. Older servers leave singular names empty. */
function plainResources(document: Fields): Resource[] {
  const resources = new Map<string, Resource>();
  const entries = list(document.resources).map(fields);
  for (const entry of entries) {
    const resource = text(entry.name);
    if (resource.includes('/')) continue;
    const kind = text(entry.kind);
    const singular = isText(entry.singularName) && entry.singularName !== '' ? entry.singularName : kind.toLowerCase();
    const shortNames = texts(entry.shortNames);
    resources.set(resource, {
      resource,
      kind,
      namespaced: entry.namespaced === true,
      verbs: texts(entry.verbs),
      singular,
      shortNames,
      subresources: new Map(),
    });
  }
  for (const entry of entries) {
    const [resource = '', name] = text(entry.name).split('/');
    if (name === undefined) continue;
    const parent = resources.get(resource);
    if (parent === undefined) throw new Error(`${text(entry.name)}: the list has no ${resource}`);
    parent.subresources.set(name, { name, verbs: texts(entry.verbs) });
  }
  return [...resources.values()];
}

/** The version that came first, the preferred one, says what a resource is; every version adds verbs and subresources. */
function merge(known: Map<string, Resource>, resource: Resource): void {
  const first = known.get(resource.resource);
  if (first === undefined) {
    known.set(resource.resource, resource);
    return;
  }
  first.verbs = union(first.verbs, resource.verbs);
  first.shortNames = union(first.shortNames, resource.shortNames);
  for (const { name, verbs } of resource.subresources.values()) {
    first.subresources.set(name, { name, verbs: union(first.subresources.get(name)?.verbs ?? [], verbs) });
  }
}

function role(object: Fields) {
  const rules = list(object.rules).map((value) => {
    const rule = fields(value);
    const lists = [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs].map(texts);
    while (lists.at(-1)?.length === 0) lists.pop();
    return lists;
  });
  const aggregation = list(object.aggregationRule === undefined ? [] : fields(object.aggregationRule).clusterRoleSelectors).map((value) => {
    const selector = fields(value);
    if (selector.matchExpressions !== undefined)
      throw new Error('a default role selects by matchExpressions: the data has no place for that');
    return pairs(selector.matchLabels);
  });
  return { ...identity(object), labels: ownLabels(object), aggregation, rules: aggregation.length === 0 ? rules : [] };
}

function binding(object: Fields) {
  if (ownLabels(object).length > 0) throw new Error(`binding ${identity(object).name} has labels: the data has no place for that`);
  const roleRef = fields(object.roleRef);
  const subjects = list(object.subjects).map((value) => {
    const subject = fields(value);
    return { kind: text(subject.kind), namespace: isText(subject.namespace) ? subject.namespace : '', name: text(subject.name) };
  });
  return { ...identity(object), roleRef: { kind: text(roleRef.kind), name: text(roleRef.name) }, subjects };
}

/** Cluster-wide kinds have no namespace, so the namespace tells Role from ClusterRole and the bindings from each other. */
function identity(object: Fields): { namespace: string; name: string } {
  const metadata = fields(object.metadata);
  const namespace = isText(metadata.namespace) ? metadata.namespace : '';
  if ((namespace === '') !== text(object.kind).startsWith('Cluster'))
    throw new Error(`${text(metadata.name)}: namespace does not fit the kind`);
  return { namespace, name: text(metadata.name) };
}

/** The labels beside the one that marks all default objects; without the marks an object is not Kubernetes' own. */
function ownLabels(object: Fields): [string, string][] {
  const { name, labels, annotations } = fields(object.metadata);
  const rest = pairs(labels).filter(([key]) => key !== bootstrapLabel);
  if (
    fields(labels)[bootstrapLabel] !== 'rbac-defaults' ||
    JSON.stringify(annotations) !== JSON.stringify({ [autoupdateAnnotation]: 'true' })
  ) {
    throw new Error(`${text(name)} does not bear the marks of a default object`);
  }
  return rest;
}

function pairs(value: unknown): [string, string][] {
  return Object.entries(fields(value))
    .map(([key, item]): [string, string] => [key, text(item)])
    .sort((a, b) => byCodeUnit(a[0], b[0]));
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(byCodeUnit);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function text(value: unknown): string {
  if (!isText(value)) throw new Error(`a string is needed, not ${JSON.stringify(value)}`);
  return value;
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`a list is needed, not ${JSON.stringify(value)}`);
  return value;
}

function texts(value: unknown): string[] {
  return list(value).map(text);
}

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`an object is needed, not ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
