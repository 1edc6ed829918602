import type { Binding } from '../model/binding.ts';
import type { ApiResource, Discovery } from '../model/discovery.ts';
import type { LabelSelector, Role } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import bindings120 from './data/bindings-1.20.json' with { type: 'json' };
import bindings136 from './data/bindings-1.36.json' with { type: 'json' };
import discovery120 from './data/discovery-1.20.json' with { type: 'json' };
import discovery136 from './data/discovery-1.36.json' with { type: 'json' };
import roles120 from './data/roles-1.20.json' with { type: 'json' };
import roles136 from './data/roles-1.36.json' with { type: 'json' };

/** The data of one Kubernetes version, in the compact form that scripts/facts.ts writes. */
interface Table {
  version: string;
  discovery: readonly ResourceData[];
  roles: readonly RoleData[];
  bindings: readonly BindingData[];
}

/** Verbs are separated by spaces. */
interface ResourceData extends Omit<ApiResource, 'verbs' | 'subresources'> {
  verbs: string;
  subresources: readonly { name: string; verbs: string }[];
}

/** Rules are [verbs, apiGroups, resources, resourceNames, nonResourceURLs], cut after the last list that is not empty. */
interface RoleData {
  namespace: string;
  name: string;
  labels: readonly (readonly string[])[];
  aggregation: readonly (readonly (readonly string[])[])[];
  rules: readonly (readonly (readonly string[])[])[];
}

interface BindingData {
  namespace: string;
  name: string;
  roleRef: { kind: string; name: string };
  subjects: readonly { kind: string; namespace: string; name: string }[];
}

const oldest: Table = { version: '1.20', discovery: discovery120, roles: roles120, bindings: bindings120 };
const newest: Table = { version: '1.36', discovery: discovery136, roles: roles136, bindings: bindings136 };
const tables: readonly Table[] = [oldest, newest];

/** The Kubernetes versions that are built in, oldest first. */
export const builtinVersions: readonly string[] = tables.map((table) => table.version);

/** True for what `--kubernetes-version` and API servers call a version: `1.30`, `v1.30.2`, `v1.29.1-eks-508b6b3`. */
export function isKubernetesVersion(version: string): boolean {
  return ordinal(version) !== undefined;
}

/** True if the version is an earlier one, by its major and minor numbers; undefined if either cannot be read. */
export function isBefore(version: string, other: string): boolean | undefined {
  const [one, two] = [ordinal(version), ordinal(other)];
  return one === undefined || two === undefined ? undefined : one < two;
}

/**
 * What the API of this Kubernetes version serves by itself, groups in served order. Taken is the built-in version nearest to
 * the one asked for; without a version, or with one that cannot be read, the newest. `version` says which was taken.
 */
export const builtinDiscovery: (version?: string) => Discovery = perTable((table) => ({
  resources: table.discovery.map((resource) => ({
    ...resource,
    verbs: resource.verbs.split(' '),
    subresources: resource.subresources.map(({ name, verbs }) => ({ name, verbs: verbs.split(' ') })),
  })),
  complete: false,
  version: table.version,
}));

/**
 * The roles that this Kubernetes version makes by itself, sorted by key; versions as in `builtinDiscovery`. Aggregated ones
 * (admin, edit, view) have no rules of their own: the controller fills them from the roles that their selectors choose.
 */
export const defaultRoles: (version?: string) => readonly Role[] = perTable((table) => table.roles.map(roleFrom));

/** The bindings that this Kubernetes version makes by itself, sorted by key; versions as in `builtinDiscovery`. */
export const defaultBindings: (version?: string) => readonly Binding[] = perTable((table) => table.bindings.map(bindingFrom));

/** Both mark every default object (bootstrappolicy/policy.go addDefaultMetadata). */
const bootstrapLabel = ['kubernetes.io/bootstrapping', 'rbac-defaults'] as const;
const annotations: ReadonlyMap<string, string> = new Map([['rbac.authorization.kubernetes.io/autoupdate', 'true']]);

function roleFrom(data: RoleData): Role {
  return {
    ...(data.namespace === '' ? { kind: 'ClusterRole' } : { kind: 'Role', namespace: data.namespace }),
    name: data.name,
    labels: new Map([bootstrapLabel, ...entries(data.labels)]),
    annotations,
    rules: data.rules.map(ruleFrom),
    ...(data.aggregation.length > 0 && { aggregation: data.aggregation.map(selectorFrom) }),
    origins: [],
    builtin: true,
  };
}

/** Reads a rule as the data files have it: [verbs, apiGroups, resources, resourceNames, nonResourceURLs], cut after the last list that is not empty. */
export function ruleFrom(data: readonly (readonly string[])[], index: number): Rule {
  const [verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = []] = data;
  return { index, verbs, apiGroups, resources, resourceNames, nonResourceURLs };
}

function selectorFrom(labels: readonly (readonly string[])[]): LabelSelector {
  return { matchLabels: new Map(entries(labels)), matchExpressions: [] };
}

function bindingFrom(data: BindingData): Binding {
  return {
    ...(data.namespace === '' ? { kind: 'ClusterRoleBinding' } : { kind: 'RoleBinding', namespace: data.namespace }),
    name: data.name,
    labels: new Map([bootstrapLabel]),
    annotations,
    subjects: data.subjects.map(({ kind, namespace, name }) => (namespace === '' ? { kind, name } : { kind, namespace, name })),
    roleRef: data.roleRef,
    origins: [],
    builtin: true,
  };
}

function entries(pairs: readonly (readonly string[])[]): [string, string][] {
  return pairs.map(([key = '', value = '']) => [key, value]);
}

/** Makes a look-up that decodes a table when it is first asked for it. */
function perTable<T>(decode: (table: Table) => T): (version?: string) => T {
  const decoded = new Map<Table, T>();
  return (version) => {
    const table = tableFor(version);
    const value = decoded.get(table) ?? decode(table);
    decoded.set(table, value);
    return value;
  };
}

function tableFor(version: string | undefined): Table {
  const wanted = version === undefined ? undefined : ordinal(version);
  if (wanted === undefined) return newest;
  const distance = (table: Table) => Math.abs((ordinal(table.version) ?? 0) - wanted);
  return tables.reduce((nearest, table) => (distance(table) <= distance(nearest) ? table : nearest));
}

/** A number that orders versions by major and minor; patches and suffixes of vendors do not change what is served. */
function ordinal(version: string): number | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?!\d)/.exec(version);
  return match === null ? undefined : Number(match[1]) * 1000 + Number(match[2]);
}
