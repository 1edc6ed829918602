import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { builtinDiscovery } from '../../src/facts/kubernetes.ts';
import type { Binding, BoundSubject } from '../../src/model/binding.ts';
import { byKeys } from '../../src/model/order.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

/** Where an object is: a namespace, or undefined for the whole cluster. */
type Place = string | undefined;

/** A rule on resources, each list as words: `rule('get list', 'pods services', { groups: 'apps batch' })`. The core group is `core`. */
export function rule(verbs: string, resources: string, { groups = 'core', names = '' } = {}): Rule {
  const apiGroups = words(groups).map((group) => (group === 'core' ? '' : group));
  return { index: 0, verbs: words(verbs), apiGroups, resources: words(resources), resourceNames: words(names), nonResourceURLs: [] };
}

/** A rule on URLs. */
export function urlRule(verbs: string, urls: string): Rule {
  return { index: 0, verbs: words(verbs), apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: words(urls) };
}

export function role(namespace: Place, name: string, rules: readonly Rule[], more: Partial<Role> = {}): Role {
  return {
    ...placed(namespace, name),
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    rules: rules.map((one, index) => ({ ...one, index })),
    ...more,
  };
}

/** A binding to a role given as `Role/reader` or `ClusterRole/reader`, of subjects given as on the command line: `user:jane`. */
export function binding(namespace: Place, name: string, to: string, subjects: string, more: Partial<Binding> = {}): Binding {
  const [kind = '', ...rest] = to.split('/');
  return {
    ...placed(namespace, name),
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    roleRef: { kind, name: rest.join('/') },
    subjects: words(subjects).map(subject),
    ...more,
  };
}

/** Labels of an aggregated ClusterRole's sources, as `aggregation` of a role. */
export function selecting(key: string, value: string): Pick<Role, 'aggregation'> {
  return { aggregation: [{ matchLabels: new Map([[key, value]]), matchExpressions: [] }] };
}

export function labelled(key: string, value: string): Pick<Role, 'labels'> {
  return { labels: new Map([[key, value]]) };
}

/** Access to a cluster with these roles and bindings and nothing else. */
export function accessTo(roles: readonly Role[], bindings: readonly Binding[], more: Partial<Snapshot> = {}): Access {
  return buildAccess({ ...snapshotOf(roles, bindings), ...more });
}

/** A whole cluster, of which everything is known. */
export const whole: Partial<Snapshot> = {
  input: 'cluster',
  complete: new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Namespace', 'ServiceAccount']),
  discovery: { ...builtinDiscovery('1.36'), complete: true },
};

function snapshotOf(roles: readonly Role[], bindings: readonly Binding[]): Snapshot {
  const order = byKeys((object: Role | Binding) => [object.kind, object.namespace ?? '', object.name]);
  return {
    input: 'manifests',
    sources: ['clinic.yaml'],
    kubernetesVersion: '1.36',
    roles: [...roles].sort(order),
    bindings: [...bindings].sort(order),
    namespaces: [],
    serviceAccounts: [],
    identityMappings: [],
    workloads: [],
    discovery: { resources: [], complete: false, version: '1.36' },
    complete: new Set(),
    gaps: [],
    limitations: [],
  };
}

function placed(namespace: Place, name: string) {
  return { ...(namespace === undefined ? {} : { namespace }), name, labels: new Map(), annotations: new Map(), origins: [] };
}

function subject(text: string): BoundSubject {
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (text.startsWith('user:')) return { kind: 'User', name };
  if (text.startsWith('group:')) return { kind: 'Group', name };
  const slash = name.indexOf('/');
  return slash < 0
    ? { kind: 'ServiceAccount', name }
    : { kind: 'ServiceAccount', namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
