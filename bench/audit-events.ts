import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom, type Random, type Weighted } from './random.ts';

interface Resource {
  group: string;
  version: string;
  resource: string;
  namespaced: boolean;
}

const resources: readonly Resource[] = [
  { group: '', version: 'v1', resource: 'pods', namespaced: true },
  { group: '', version: 'v1', resource: 'configmaps', namespaced: true },
  { group: '', version: 'v1', resource: 'secrets', namespaced: true },
  { group: '', version: 'v1', resource: 'services', namespaced: true },
  { group: '', version: 'v1', resource: 'nodes', namespaced: false },
  { group: 'apps', version: 'v1', resource: 'deployments', namespaced: true },
  { group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true },
  { group: 'batch', version: 'v1', resource: 'jobs', namespaced: true },
  { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespaced: true },
];
const namespaces = ['shop', 'clinic', 'warehouse', 'library', 'bakery', 'harbour', 'kube-system'];
const apps = ['checkout', 'records', 'catalog', 'appointments', 'delivery', 'billing'];
const people = ['ines', 'jonas', 'amira', 'tomas', 'mara', 'wen'];
const verbs: Weighted<string> = [
  ['get', 40],
  ['list', 12],
  ['watch', 14],
  ['update', 20],
  ['patch', 10],
  ['create', 3],
  ['delete', 1],
];
const letters = 'bcdfghjklmnpqrstvwxz2456789';
const dayOfStart = Date.UTC(2026, 8, 1);
/** A month of events whatever the size of the log. */
const month = 31 * 24 * 3_600_000;

/** Writes a made-up audit log of so many bytes or a little more: JSON lines as kube-apiserver writes them, the same for the same seed. */
export function writeAuditLog(file: string, bytes: number, seed = 1): void {
  const random = createRandom(seed);
  const everybody = requesters(random);
  const out = openSync(file, 'w');
  let written = 0;
  while (written < bytes) {
    const lines: string[] = [];
    // Time goes on with what is written, not with a count that is not known yet.
    for (let i = 0; i < 1_000; i++)
      lines.push(...eventLines(random, random.pick(everybody), dayOfStart + Math.floor((month * written) / bytes) + i));
    written += writeSync(out, `${lines.join('\n')}\n`);
  }
  closeSync(out);
}

/** A program or a person, who does the same few things again and again. */
interface Requester {
  username: string;
  groups: string[];
  habits: { verb: string; target: Resource; namespace: string }[];
}

function requesters(random: Random): Requester[] {
  const accounts = namespaces.flatMap((namespace) =>
    apps.map((app) => ({
      username: `system:serviceaccount:${namespace}:${app}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      habits: Array.from({ length: 12 }, () => habit(random, [namespace])),
    })),
  );
  const humans = people.map((username) => ({
    username,
    groups: ['shop-devs', 'system:authenticated'],
    habits: Array.from({ length: 30 }, () => habit(random, namespaces)),
  }));
  return [...accounts, ...humans];
}

function habit(random: Random, places: readonly string[]): Requester['habits'][number] {
  const target = random.pick(resources);
  return { verb: random.weighted(verbs), target, namespace: target.namespaced ? random.pick(places) : '' };
}

/** The lines of one request: received, started where it is a watch, completed. */
function eventLines(random: Random, { username, groups, habits }: Requester, time: number): string[] {
  const { verb, target, namespace } = random.pick(habits);
  const { group, version, resource, namespaced } = target;
  const name = ['list', 'watch', 'create'].includes(verb) ? '' : nameOf(random, resource);
  const denied = random.chance(0.01);
  const path = [group === '' ? '/api' : `/apis/${group}`, version, ...(namespaced ? ['namespaces', namespace] : []), resource, name];
  const query = verb === 'watch' ? '?allowWatchBookmarks=true&resourceVersion=81023&timeoutSeconds=421&watch=true' : '';
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: uuid(random),
    stage: '',
    requestURI: path.filter((part) => part !== '').join('/') + query,
    verb,
    user: { username, uid: `uid-of-${username}`, groups },
    sourceIPs: [`10.0.${random.below(256)}.${random.below(256)}`],
    userAgent: 'checkout/v2.8.1 (linux/amd64) kubernetes/9edcffc/leader-election',
    objectRef: {
      resource,
      ...(namespaced ? { namespace } : {}),
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { apiGroup: group }),
      apiVersion: version,
    },
  };
  const stamp = (later: number) => `${new Date(time + later).toISOString().slice(0, -1)}${String(random.below(1000)).padStart(3, '0')}Z`;
  const received = stamp(0);
  const annotations = denied
    ? { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' }
    : {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding "${resource}-${verb}" of ClusterRole "${resource}-${verb}" to User "${username}"`,
      };
  const responseStatus = { metadata: {}, code: denied ? 403 : 200 };
  const stages = [
    ...(random.chance(0.3) ? [{ ...event, stage: 'RequestReceived', requestReceivedTimestamp: received, stageTimestamp: received }] : []),
    ...(verb === 'watch' && !denied
      ? [{ ...event, stage: 'ResponseStarted', responseStatus, requestReceivedTimestamp: received, stageTimestamp: stamp(4), annotations }]
      : []),
    { ...event, stage: 'ResponseComplete', responseStatus, requestReceivedTimestamp: received, stageTimestamp: stamp(9), annotations },
  ];
  // As Go's JSON prints it.
  return stages.map((stage) => JSON.stringify(stage).replaceAll('&', '\\u0026'));
}

/** Pods and what else is made by the thousand have names that nobody has seen before; the others have few. */
function nameOf(random: Random, resource: string): string {
  if (resource === 'pods') return `${random.pick(apps)}-${word(random, 9)}-${word(random, 5)}`;
  if (resource === 'nodes') return `node-${random.below(40)}`;
  return `${random.pick(apps)}-${random.below(6)}`;
}

function word(random: Random, length: number): string {
  return Array.from({ length }, () => letters.charAt(random.below(letters.length))).join('');
}

function uuid(random: Random): string {
  const hex = (digits: number) =>
    random
      .below(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`;
}
