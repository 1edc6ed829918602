import { builtinObjects } from './builtin.ts';
import {
  type BindingObject,
  type CoreObject,
  isBinding,
  type ObjectList,
  type ObjectMeta,
  type RoleObject,
  type SubjectObject,
} from './objects.ts';
import { createRandom, type Random, type Weighted } from './random.ts';
import { clusterRole, role } from './roles.ts';

// Both are measured on a cluster that holds the RBAC of 82 public projects (588 bindings).
const perBinding = { namespaces: 0.13, serviceAccounts: 0.59, clusterRoles: 1.04, roles: 0.29, users: 0.05, groups: 0.03 };
const share = {
  roleBindings: 0.36,
  /** Of the RoleBindings, those to a ClusterRole; half of them to one of Kubernetes' own. */
  toClusterRole: 0.12,
  /** Of the ClusterRoleBindings. */
  toClusterAdmin: 0.02,
  toMissingRole: 0.02,
  withoutSubjects: 0.005,
  aggregatedClusterRoles: 0.05,
};
const subjectsOfBinding: Weighted<number> = [
  [1, 97],
  [2, 2.3],
  [3, 0.5],
  [7, 0.2],
];
const subjectKind: Weighted<SubjectObject['kind']> = [
  ['ServiceAccount', 90],
  ['User', 6],
  ['Group', 4],
];

const teams = ['shop', 'clinic', 'warehouse', 'library', 'bakery', 'harbour', 'school', 'theatre'];
const apps = ['checkout', 'records', 'catalog', 'appointments', 'delivery', 'billing', 'search', 'mailer', 'archive', 'gateway'];
const people = ['ines', 'jonas', 'amira', 'tomas', 'mara', 'wen', 'lucia', 'piotr'];

/**
 * A made-up cluster with exactly so many bindings (10 or more), as one List of raw objects that counts as a whole cluster;
 * aggregated roles are filled. All kinds of objects grow in proportion to the bindings; what one namespace holds, and how
 * many rules a role has, does not. The same arguments give the same objects.
 */
export function syntheticCluster(bindings: number, seed = 1): ObjectList {
  const random = createRandom(seed);
  const counts = {
    namespaces: scaled(bindings, perBinding.namespaces),
    serviceAccounts: scaled(bindings, perBinding.serviceAccounts),
    users: scaled(bindings, perBinding.users),
    groups: scaled(bindings, perBinding.groups),
  };
  const namespace = (i: number): string => numbered(teams, i % counts.namespaces);
  /** ServiceAccount i lives in namespace i, counted round and round. */
  const serviceAccount = (i: number): { name: string; namespace: string } => ({ name: numbered(apps, i), namespace: namespace(i) });

  const subject = (home: number): SubjectObject => {
    const kind = random.weighted(subjectKind);
    const apiGroup = 'rbac.authorization.k8s.io';
    if (kind === 'User') return { kind, apiGroup, name: numbered(people, random.below(counts.users)) };
    if (kind === 'Group') return { kind, apiGroup, name: `${numbered(teams, random.below(counts.groups))}-team` };
    const neighbours = Math.ceil((counts.serviceAccounts - home) / counts.namespaces);
    return { kind, ...serviceAccount(home + counts.namespaces * random.below(neighbours)) };
  };
  const subjects = (home: number): SubjectObject[] =>
    random.chance(share.withoutSubjects) ? [] : times(random.weighted(subjectsOfBinding), () => subject(home));

  const clusterRoles = times(scaled(bindings, perBinding.clusterRoles), (i) => clusterRole(random, `${numbered(apps, i)}-operator`));
  aggregateSome(random, clusterRoles);
  const roles = times(scaled(bindings, perBinding.roles), (i) => role(random, namespace(i), numbered(apps, i)));

  const clusterRoleBinding = (i: number): BindingObject => {
    const home = random.below(counts.namespaces);
    const name = random.chance(share.toClusterAdmin) ? 'cluster-admin' : nameOrMissing(random, cycle(clusterRoles, i));
    return binding({ name: numbered(apps, i) }, subjects(home), 'ClusterRole', name);
  };
  const roleBinding = (i: number): BindingObject => {
    const toClusterRole = random.chance(share.toClusterRole);
    const home = toClusterRole ? random.below(counts.namespaces) : (i % roles.length) % counts.namespaces;
    const metadata = { name: numbered(apps, i), namespace: namespace(home) };
    if (!toClusterRole) return binding(metadata, subjects(home), 'Role', nameOrMissing(random, cycle(roles, i)));
    const name = random.chance(0.5) ? random.pick(['admin', 'edit', 'view']) : random.pick(clusterRoles).metadata.name;
    return binding(metadata, subjects(home), 'ClusterRole', name);
  };

  const builtin = builtinObjects();
  const builtinBindings = builtin.filter(isBinding).length;
  const roleBindings = Math.round(bindings * share.roleBindings);
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...times(counts.namespaces, (i): CoreObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace(i) } })),
      ...times(counts.serviceAccounts, (i): CoreObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: serviceAccount(i) })),
      ...builtin,
      ...clusterRoles,
      ...roles,
      ...times(bindings - roleBindings - builtinBindings, clusterRoleBinding),
      ...times(roleBindings, roleBinding),
    ],
  };
}

/** Makes some roles aggregate the two before them, each by a label of its own, and fills in their rules. */
function aggregateSome(random: Random, clusterRoles: readonly RoleObject[]): void {
  for (let i = 2; i < clusterRoles.length; i += 3) {
    const [aggregated, ...sources] = [clusterRoles[i], clusterRoles[i - 1], clusterRoles[i - 2]];
    if (!aggregated || !random.chance(share.aggregatedClusterRoles * 3)) continue;
    const label = `example.com/aggregate-to-${aggregated.metadata.name}`;
    aggregated.aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] };
    aggregated.rules = [];
    for (const source of sources) {
      if (!source) continue;
      source.metadata.labels = { [label]: 'true' };
      aggregated.rules.push(...structuredClone(source.rules ?? []));
    }
  }
}

function nameOrMissing(random: Random, role: RoleObject): string {
  return random.chance(share.toMissingRole) ? `${role.metadata.name}-removed` : role.metadata.name;
}

/** A binding of these subjects to a role. */
export function binding(metadata: ObjectMeta, subjects: SubjectObject[], roleKind: RoleObject['kind'], roleName: string): BindingObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: metadata.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata,
    subjects,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name: roleName },
  };
}

function scaled(bindings: number, perOne: number): number {
  return Math.max(1, Math.round(bindings * perOne));
}

function numbered(names: readonly string[], i: number): string {
  return `${cycle(names, i)}-${i}`;
}

function cycle<T>(items: readonly T[], i: number): T {
  const item = items[i % items.length];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
