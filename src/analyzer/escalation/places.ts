import { isDefaultBindingName } from '../../facts/expected.ts';
import type { Binding } from '../../model/binding.ts';
import type { Stop } from '../../model/path.ts';
import { refOf } from '../../model/ref.ts';
import { type Role, type RoleKind, roleKey } from '../../model/role.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf, superuserGroup } from '../access/identity.ts';
import type { Graph, Node } from './graph.ts';
import type { Reason } from './holder.ts';
import type { Inventory } from './inventory.ts';
import { everyNamespace, everywhere, type Reach, reaches } from './reach.ts';

/** Makes the edges of an identity, or of whoever takes a role in a reach (`everything` stands for all rights). */
export interface Expand {
  /** False for subjects that have no edges of their own, as most. */
  hasSteps(subject: Subject): boolean;
  subject(node: Node, subject: Subject): void;
  role(node: Node, role: Role | 'everything', reach: Reach): void;
}

/** The nodes of the graph by what they stand for. */
export class Places {
  private readonly graph: Graph;
  private readonly access: Access;
  private readonly inventory: Inventory;
  private readonly expand: Expand;
  /** Roles that allow everything: who is bound to one needs no other. */
  private readonly full: ReadonlySet<string>;
  private readonly roles: ReadonlyMap<string, readonly Role[]>;
  private readonly bindings: ReadonlyMap<string, readonly Binding[]>;

  constructor(graph: Graph, access: Access, inventory: Inventory, full: ReadonlySet<string>, expand: Expand) {
    this.graph = graph;
    this.access = access;
    this.inventory = inventory;
    this.full = full;
    this.expand = expand;
    this.roles = Map.groupBy(access.roles, ({ namespace }) => namespace ?? everywhere);
    this.bindings = Map.groupBy(access.bindings, ({ namespace }) => namespace ?? everywhere);
  }

  subject(subject: Subject): Node {
    return this.graph.node(subjectKey(subject), refOf(subject), (node) => {
      node.namespace = subject.namespace;
      this.expand.subject(node, subject);
      this.joinGroups(node, subject);
    });
  }

  /** A user or group, if it can do something that is worth becoming it. */
  usefulSubject(subject: Subject): Node | undefined {
    return this.expand.hasSteps(subject) ? this.subject(subject) : undefined;
  }

  private joinGroups(node: Node, subject: Subject): void {
    for (const name of identityOf(subject).groups) this.joinIfUseful(node, 'member', { kind: 'Group', name });
  }

  private joinIfUseful(node: Node, kind: 'member' | 'choice' | 'kubelet', subject: Subject): void {
    const to = this.usefulSubject(subject);
    if (to) this.graph.join(node, kind, to);
  }

  /** Any ServiceAccount that exists in a namespace, or in any. */
  accounts(reach: Reach): Node {
    return this.accountsHub('accounts', reach, (namespace) => this.inventory.accountsIn(namespace));
  }

  /** Any ServiceAccount that bindings name and that does not exist. */
  absentAccounts(reach: Reach): Node {
    return this.accountsHub('absent', reach, (namespace) => this.inventory.absentIn(namespace));
  }

  /** Any ServiceAccount that a pod runs as. */
  accountsInUse(reach: Reach): Node {
    return this.accountsHub('in use', reach, (namespace) => this.inventory.inUseIn(namespace));
  }

  private accountsHub(what: string, reach: Reach, inNamespace: (namespace: string) => Subject[]): Node {
    const stop: Stop = reach === everyNamespace ? { kind: 'ServiceAccounts' } : { kind: 'ServiceAccounts', namespace: reach };
    return this.hub(`${what}\u0000${reach}`, stop, (node) => {
      // Every namespace has a ServiceAccount `default`, whether or not the input names one.
      if (what === 'accounts') node.namespace = reach;
      if (reach === everyNamespace) {
        for (const namespace of this.inventory.namespaces) {
          this.graph.join(node, 'choice', this.accountsHub(what, namespace, inNamespace));
        }
        return;
      }
      const accounts = inNamespace(reach);
      if (accounts.length > 0) node.namespace = reach;
      for (const account of accounts) this.joinIfUseful(node, 'choice', account);
      // The others have what every ServiceAccount of the namespace has.
      if (node.namespace !== undefined) this.joinGroups(node, { kind: 'ServiceAccount', namespace: reach, name: 'default' });
    });
  }

  /** The ServiceAccount of this name in a namespace, or all of that name in any. */
  accountNamed(name: string, reach: Reach): Node | undefined {
    if (reach !== everyNamespace) {
      const account: Subject = { kind: 'ServiceAccount', namespace: reach, name };
      return this.inventory.exists(account) ? this.subject(account) : undefined;
    }
    return this.hub(`named\u0000${name}`, { kind: 'ServiceAccounts' }, (node) => {
      for (const account of this.inventory.accountsNamed(name)) this.graph.join(node, 'choice', this.subject(account));
    });
  }

  /** The same where it need not exist. */
  nameOfAccount(name: string, reach: Reach): Node {
    if (reach !== everyNamespace) return this.subject({ kind: 'ServiceAccount', namespace: reach, name });
    return this.hub(`name\u0000${name}`, { kind: 'ServiceAccounts' }, (node) => {
      for (const account of this.access.subjects) {
        if (account.kind === 'ServiceAccount' && account.name === name) this.graph.join(node, 'choice', this.subject(account));
      }
      const existing = this.accountNamed(name, everyNamespace);
      if (existing) this.graph.join(node, 'choice', existing);
    });
  }

  /** One of some ServiceAccounts, which are the same wherever the key is. */
  oneOf(key: string, accounts: readonly Subject[]): Node {
    return this.hub(key, { kind: 'ServiceAccounts' }, (node) => {
      for (const account of accounts) this.graph.join(node, 'choice', this.subject(account));
    });
  }

  /** Any user that bindings name. */
  users(): Node {
    return this.subjectsHub('users', { kind: 'User', name: '*' }, ({ kind }) => kind === 'User');
  }

  /** Any group that bindings name and that a certificate may hold; system:masters is refused there and apart elsewhere. */
  groups(): Node {
    return this.subjectsHub('groups', { kind: 'Group', name: '*' }, ({ kind, name }) => kind === 'Group' && name !== superuserGroup);
  }

  /** The groups that tokens for joining nodes may carry. */
  bootstrappers(): Node {
    return this.subjectsHub(
      'bootstrappers',
      { kind: 'Group', name: 'system:bootstrappers' },
      ({ kind, name }) => kind === 'Group' && (name === 'system:bootstrappers' || name.startsWith('system:bootstrappers:')),
    );
  }

  private subjectsHub(key: string, stop: Stop, wanted: (subject: Subject) => boolean): Node {
    return this.hub(key, stop, (node) => {
      for (const subject of this.access.subjects) if (wanted(subject)) this.joinIfUseful(node, 'choice', subject);
    });
  }

  /** Any user, group or ServiceAccount by name, whether or not it exists. */
  identities(): Node {
    return this.hub('identities', { kind: 'User', name: '*' }, (node) => {
      const choices = [this.users(), this.groups(), this.accounts(everyNamespace), this.absentAccounts(everyNamespace)];
      for (const choice of choices) this.graph.join(node, 'choice', choice);
    });
  }

  /** Whoever is bound to the role in the reach. */
  role(role: Role, reach: Reach): Node {
    if (this.full.has(roleKey(role))) return this.everything(reach);
    const ref = refOf(role);
    const stop: Stop = reach === everyNamespace ? { ...ref, scope: everywhere, namespacedOnly: true } : { ...ref, scope: reach };
    return this.hub(`role\u0000${roleKey(role)}\u0000${reach}`, stop, (node) => this.expand.role(node, role, reach));
  }

  /** Whoever has every right in the reach. */
  everything(reach: Reach): Node {
    if (reach === everywhere) return this.clusterAdmin();
    const stop: Stop = reach === everyNamespace ? { kind: 'Everything' } : { kind: 'Everything', namespace: reach };
    return this.hub(`everything\u0000${reach}`, stop, (node) => this.expand.role(node, 'everything', reach));
  }

  /** Any Role in the reach, or those of one name, each in its own namespace. */
  rolesIn(reach: Reach, name?: string): Node {
    const stop: Stop = reach === everyNamespace ? { kind: 'Everything' } : { kind: 'Everything', namespace: reach };
    return this.hub(`roles\u0000${reach}\u0000${name ?? '*'}`, stop, (node) => {
      for (const role of within(this.roles, reach)) {
        if (name === undefined || role.name === name) this.graph.join(node, 'choice', this.role(role, role.namespace ?? everywhere));
      }
    });
  }

  /** Whoever joins the subjects of a binding that is there: any one in the reach that refers to a role of this kind (and name). */
  joinable(reach: Reach, kind: RoleKind, name?: string): Node {
    const stop: Stop = reach === everyNamespace ? { kind: 'Everything' } : { kind: 'Everything', namespace: reach };
    return this.hub(`joinable\u0000${reach}\u0000${kind}\u0000${name ?? '*'}`, stop, (node) => {
      const bindings = name === undefined || kind === 'Role' ? within(this.bindings, reach) : this.access.bindingsOf({ kind, name });
      for (const binding of bindings) {
        if (binding.roleRef.kind !== kind || (name !== undefined && binding.roleRef.name !== name)) continue;
        if ((reach === everywhere) !== (binding.namespace === undefined) || !reaches(reach, binding.namespace ?? everywhere)) continue;
        const role = this.access.roleOf(binding);
        if (!role) continue;
        const link: Reason = { reach: binding.namespace ?? everywhere, role, binding, holder: '', fixed: isDefaultBindingName(binding) };
        this.graph.join(node, 'choice', this.role(role, link.reach), [[link]]);
      }
    });
  }

  clusterAdmin(): Node {
    return this.hub('cluster-admin', { kind: 'Goal', goal: 'cluster-admin' }, (node) => {
      for (const part of [this.anyNode(), this.allSecrets(), this.accounts(everyNamespace)]) this.graph.join(node, 'includes', part);
    });
  }

  allSecrets(): Node {
    return this.hub('all-secrets', { kind: 'Goal', goal: 'all-secrets' }, () => {});
  }

  /** Root on any node, and so what the pods there and the kubelet have. */
  anyNode(): Node {
    return this.hub('node\u0000any', { kind: 'Node', which: 'any' }, (node) => {
      this.graph.join(node, 'node-accounts', this.accountsInUse(everyNamespace));
      this.joinNodesGroup(node);
    });
  }

  /** Root on a node that the attacker cannot choose: what runs on every node is there. */
  someNode(): Node {
    return this.hub('node\u0000one', { kind: 'Node', which: 'one' }, (node) => {
      const daemons = this.inventory.onEveryNode();
      if (daemons === undefined) this.graph.join(node, 'node-accounts', this.accountsInUse(everyNamespace));
      for (const account of daemons ?? []) this.graph.join(node, 'node-accounts', this.subject(account));
      this.joinNodesGroup(node);
    });
  }

  private joinNodesGroup(node: Node): void {
    this.joinIfUseful(node, 'kubelet', { kind: 'Group', name: 'system:nodes' });
  }

  /** The credentials of any kubelet: it may have tokens made for the ServiceAccounts of its pods (node_authorizer.go). */
  kubelet(): Node {
    return this.hub('kubelet', { kind: 'Kubelet' }, (node) => {
      this.graph.join(node, 'node-accounts', this.accountsInUse(everyNamespace));
      this.joinIfUseful(node, 'member', { kind: 'Group', name: 'system:nodes' });
    });
  }

  /** A node that is no subject. Keys of subjects begin with their kind in capitals. */
  private hub(key: string, stop: Stop, expand: (node: Node) => void): Node {
    return this.graph.node(key, stop, expand);
  }
}

/** The items in a reach, by an index: those outside namespaces for `"*"`, those in any namespace for every namespace. */
function within<T>(index: ReadonlyMap<string, readonly T[]>, reach: Reach): readonly T[] {
  if (reach !== everyNamespace) return index.get(reach) ?? [];
  return [...index].filter(([namespace]) => namespace !== everywhere).flatMap(([, items]) => items);
}
