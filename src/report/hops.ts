import type { Chain, Goal, Hop, HopKind, HopVia, Stop } from '../model/path.ts';
import { subjectLabel } from '../model/subject.ts';
import { plain } from './plain.ts';
import { objectText, scopeText } from './words.ts';

/** What is done in each kind of hop; `*` stands for where it leads. */
const deeds: Readonly<Record<HopKind, string>> = {
  superuser: 'passes before RBAC is asked',
  everything: 'may do everything',
  'read-secrets': 'reads every Secret',
  'mount-secrets': 'runs pods that mount any Secret',
  token: 'requests a token of *',
  'impersonate-account': 'impersonates *',
  'impersonate-user': 'impersonates *',
  'impersonate-group': 'impersonates *',
  'token-secret': 'makes a Secret that is filled with a token of *',
  'legacy-token': 'reads the token Secret of *',
  'run-pods': 'runs pods as *',
  'recreate-account': 'makes * anew and acts as it',
  exec: 'runs commands in pods of *',
  debug: 'adds containers to pods of *',
  attach: 'attaches to pods of *',
  'change-pods': 'changes the image of pods of *',
  deploy: 'describes what * deploys',
  bind: 'binds itself to *',
  escalate: 'rewrites a role of its own: *',
  aggregate: 'labels a ClusterRole into one of its own: *',
  'claim-role': 'makes a role that it is bound to: *',
  'node-pods': 'runs a privileged pod: *',
  'relax-namespace': 'lifts the Pod Security level for a privileged pod: *',
  'host-volume': 'mounts the host as a PersistentVolume: *',
  'debug-node': 'adds a privileged container to a pod: *',
  'node-proxy': 'runs commands through the kubelet: *',
  'client-certificate': 'approves a client certificate of *',
  'node-certificate': 'gets a certificate of *',
  'bootstrap-token': 'makes a token of *',
  'mutating-webhook': 'rewrites what others write, by a webhook',
  'mutating-policy': 'rewrites what others write, by an admission policy',
  'aws-auth': 'makes itself system:masters in aws-auth (on EKS)',
  'front-proxy': 'names any user to aggregated APIs, as their front proxy',
  'node-accounts': 'takes the token of * from a node',
  kubelet: 'takes the credentials of a kubelet: *',
};

const goalNames: Readonly<Record<Goal, string>> = {
  'cluster-admin': 'cluster-admin',
  'node-root': 'root on nodes',
  'all-secrets': 'every Secret',
  'other-namespaces': 'ServiceAccounts of other namespaces',
};

/** A goal as it follows `can get to`. */
export function goalText(goal: Goal): string {
  return goalNames[goal];
}

/** One hop in words: `runs pods as SA ci/deployer`. */
export function hopText({ kind, to }: Hop): string {
  return deeds[kind].replace('*', () => stopText(to));
}

/** Where a hop leads, in words. */
export function stopText(stop: Stop): string {
  switch (stop.kind) {
    case 'User':
    case 'Group':
    case 'ServiceAccount':
      return plain(subjectLabel(stop));
    case 'ServiceAccounts':
      return stop.namespace === undefined ? 'any ServiceAccount' : `any ServiceAccount of ${plain(stop.namespace)}`;
    case 'Everything':
      return stop.namespace === undefined ? 'every right in any namespace' : `every right in ${plain(stop.namespace)}`;
    case 'Node':
      return stop.which === 'any' ? 'root on any node' : 'root on a node';
    case 'Kubelet':
      return 'a kubelet';
    case 'Goal':
      return goalText(stop.goal);
    default:
      return `${stop.kind} ${plain(stop.name)} ${stop.namespacedOnly ? 'in any namespace' : scopeText(stop.scope)}`;
  }
}

/** One grant behind a hop: `RoleBinding ci/runner -> Role runner rules[0]`. */
export function hopViaText({ binding, role, rule, source, group }: HopVia): string {
  const through = group === undefined ? '' : `Group ${plain(group)}: `;
  const from = binding === undefined ? '' : `${objectText(binding)} -> `;
  const where = rule === undefined ? '' : ` rules[${rule}]`;
  const aggregated = source === undefined ? '' : `, aggregated from ${source.kind} ${plain(source.name)}`;
  return `${through}${from}${role.kind} ${plain(role.name)}${where}${aggregated}`;
}

/** A whole way in one line: `requests a token of SA ci/deployer, binds itself to ClusterRole cluster-admin: cluster-admin`. */
export function chainText({ goal, hops }: Chain): string {
  return `${hops.map(hopText).join(' -> ')} -> ${goalText(goal)}`;
}
