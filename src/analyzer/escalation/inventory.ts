import { isControllerAccount } from '../../facts/controller-accounts.ts';
import { type PodSecurity, podSecurityOf } from '../../facts/pod-security.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import { type Reach, reaches } from './reach.ts';

/** What there is in the cluster beside RBAC, as far as the input tells; by the worse assumption where it does not. */
export class Inventory {
  /** Every namespace that something in the input is in, sorted. */
  readonly namespaces: readonly string[];
  private readonly snapshot: Snapshot;
  private readonly levels: ReadonlyMap<string, PodSecurity>;
  private readonly levelsInUse: ReadonlySet<PodSecurity>;
  /** By namespace, those that exist or may exist. */
  private readonly accounts = new Map<string, Set<string>>();
  /** By namespace, those that bindings name and that are not there. */
  private readonly absent = new Map<string, Set<string>>();
  private readonly byName = new Map<string, Set<string>>();
  private readonly byEnd = new Map<string, readonly Subject[]>();
  /** By namespace, those that workloads in the input run as. */
  private readonly inUse = new Map<string, Set<string>>();
  /** By kind and name, the workloads' namespaces and ServiceAccounts. */
  private readonly workloads = new Map<string, PlacedWorkload[]>();
  private readonly kinds = new Set<string>();

  constructor({ snapshot, bindings, subjects }: Access) {
    this.snapshot = snapshot;
    this.levels = new Map(snapshot.namespaces.map((namespace) => [namespace.name, podSecurityOf(namespace)]));
    this.levelsInUse = new Set(this.levels.values());
    const bound = subjects.filter(({ kind }) => kind === 'ServiceAccount');
    for (const { namespace, name } of snapshot.serviceAccounts) this.addAccount(namespace, name);
    for (const workload of snapshot.workloads) this.addWorkload(workload);
    for (const { namespace = '', name } of bound) {
      if (!snapshot.complete.has('ServiceAccount')) this.addAccount(namespace, name);
      else if (!this.accounts.get(namespace)?.has(name)) addTo(this.absent, namespace, name);
    }
    const namespaces = [
      ...this.levels.keys(),
      ...bindings.flatMap(({ namespace }) => namespace ?? []),
      ...this.accounts.keys(),
      ...this.absent.keys(),
    ];
    this.namespaces = [...new Set(namespaces)].sort(byCodeUnit);
  }

  private addAccount(namespace: string, name: string): void {
    addTo(this.accounts, namespace, name);
    addTo(this.byName, name, namespace);
  }

  private addWorkload({ kind, namespace, name, serviceAccount }: Snapshot['workloads'][number]): void {
    if (!this.snapshot.complete.has('ServiceAccount')) this.addAccount(namespace, serviceAccount);
    addTo(this.inUse, namespace, serviceAccount);
    this.kinds.add(kind);
    const key = `${kind}\u0000${name}`;
    const named = this.workloads.get(key);
    if (named) named.push({ namespace, serviceAccount });
    else this.workloads.set(key, [{ namespace, serviceAccount }]);
  }

  /** Without a label, or where the namespace is not in the input: `privileged`. */
  podSecurityOf(namespace: string): PodSecurity {
    return this.levels.get(namespace) ?? 'privileged';
  }

  /** True if some namespace lets pods through that the level forbids. Where the input does not tell of all, some does. */
  hasNamespaceBelow(level: 'baseline' | 'restricted'): boolean {
    if (!this.snapshot.complete.has('Namespace')) return true;
    return this.levelsInUse.has('privileged') || (level === 'restricted' && this.levelsInUse.has('baseline'));
  }

  /** The ServiceAccounts of a namespace that exist, as far as is known. */
  accountsIn(namespace: string): Subject[] {
    return subjectsOf(namespace, this.accounts.get(namespace));
  }

  /** The ServiceAccounts of a namespace that bindings name and that do not exist: whoever makes them has what they hold. */
  absentIn(namespace: string): Subject[] {
    return subjectsOf(namespace, this.absent.get(namespace));
  }

  /** All ServiceAccounts of a name, those that exist. */
  accountsNamed(name: string): Subject[] {
    return [...(this.byName.get(name) ?? [])].sort(byCodeUnit).map((namespace) => ({ kind: 'ServiceAccount', namespace, name }));
  }

  /** All ServiceAccounts of this name, or whose names end in it after a dash. Few are asked for, again and again. */
  accountsEndingIn(end: string): readonly Subject[] {
    const known = this.byEnd.get(end);
    if (known) return known;
    const names = [...this.byName.keys()].filter((name) => name === end || name.endsWith(`-${end}`));
    const found = names.sort(byCodeUnit).flatMap((name) => this.accountsNamed(name));
    this.byEnd.set(end, found);
    return found;
  }

  exists({ namespace = '', name }: { namespace?: string; name: string }): boolean {
    return !this.snapshot.complete.has('ServiceAccount') || (this.accounts.get(namespace)?.has(name) ?? false);
  }

  /** The ServiceAccounts that pods of a namespace run as; all of the namespace where the input does not tell of its workloads. */
  inUseIn(namespace: string): Subject[] {
    if (this.tellsWorkloadsOf(namespace)) return subjectsOf(namespace, this.inUse.get(namespace));
    return this.accountsIn(namespace).filter((account) => !isControllerAccount(account));
  }

  /** Manifests tell of a namespace if there is a workload in it among them; a cluster's dump of all, if it has any. */
  private tellsWorkloadsOf(namespace: string): boolean {
    if (this.snapshot.complete.has('Pod')) return true;
    return this.snapshot.input === 'cluster' ? this.inUse.size > 0 : this.inUse.has(namespace);
  }

  /** The ServiceAccounts of DaemonSets, which run on every node; undefined where the input does not tell of workloads. */
  onEveryNode(): Subject[] | undefined {
    if (!this.snapshot.complete.has('Pod') && this.inUse.size === 0) return undefined;
    const daemons = this.snapshot.workloads.filter(({ kind }) => kind === 'DaemonSet');
    const found = new Map(
      daemons.map(({ namespace, serviceAccount }) => [`${namespace}/${serviceAccount}`, { namespace, serviceAccount }]),
    );
    return [...found]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([, { namespace, serviceAccount }]) => ({ kind: 'ServiceAccount', namespace, name: serviceAccount }));
  }

  /**
   * The workloads of this resource and name in the reach; undefined where there may be one that the input does not tell of. A
   * cluster's dump that holds some Deployments holds all of them.
   */
  workloadsNamed(
    { group, resource }: Pick<ResourcePattern, 'group' | 'resource'>,
    name: string,
    reach: Reach,
  ): PlacedWorkload[] | undefined {
    const kind = podKinds.get(`${group}/${resource}`);
    if (kind === undefined) return undefined;
    const found = (this.workloads.get(`${kind}\u0000${name}`) ?? []).filter(({ namespace }) => reaches(reach, namespace));
    const tellsAll = this.snapshot.complete.has(kind) || (this.snapshot.input === 'cluster' && this.kinds.has(kind));
    return found.length > 0 || tellsAll ? found : undefined;
  }
}

export interface PlacedWorkload {
  namespace: string;
  serviceAccount: string;
}

/** The kinds of workloads that a snapshot holds, by resource. */
const podKinds: ReadonlyMap<string, string> = new Map([
  ['/pods', 'Pod'],
  ['/replicationcontrollers', 'ReplicationController'],
  ['apps/daemonsets', 'DaemonSet'],
  ['apps/deployments', 'Deployment'],
  ['apps/replicasets', 'ReplicaSet'],
  ['apps/statefulsets', 'StatefulSet'],
  ['batch/cronjobs', 'CronJob'],
  ['batch/jobs', 'Job'],
]);

function subjectsOf(namespace: string, names: ReadonlySet<string> | undefined): Subject[] {
  return [...(names ?? [])].sort(byCodeUnit).map((name) => ({ kind: 'ServiceAccount', namespace, name }));
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
