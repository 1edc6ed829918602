import type { Box } from '../../analyzer/access/permission-set.ts';
import { verbsOf } from '../../facts/served.ts';
import type { Discovery } from '../../model/discovery.ts';
import type { Generalisation } from '../../model/usage.ts';
import { classOfResource } from '../classes.ts';
import { resourceBox } from './boxes.ts';

/** A permission that was not used, and what makes it seem meant. */
export interface Generalised {
  box: Box;
  by: Generalisation;
}

/** So many different names are no list of objects any more. */
const manyNames = 5;

/**
 * What somebody who used these rights will most likely need too. Nothing that creates, deletes, executes or delegates is ever made
 * up, nothing of Secrets is widened, and nothing reaches into another namespace.
 */
export function generalise(used: readonly Box[], chosen: ReadonlySet<Generalisation>, discovery: Discovery): Generalised[] {
  const named = used.flatMap((box) => everyName(box, chosen));
  const all = [...used, ...named.map(({ box }) => box)];
  const found = [
    ...named,
    ...used.flatMap((box) => alike(box, 'reads', ['get', 'list', 'watch'], 'read')),
    ...all.flatMap((box) => alike(box, 'updates', ['update', 'patch'], 'write')),
    ...all.flatMap((box) => (isLease(box) ? alike(box, 'leases', ['get', 'update', 'patch'], undefined) : [])),
  ];
  return found.filter(({ box, by }) => chosen.has(by) && isServed(box, discovery));
}

/** The same for every name, where names were too many or nobody chose them. */
function everyName({ scope, rule }: Box, chosen: ReadonlySet<Generalisation>): Generalised[] {
  const { verb, group, resource } = sidesOf(rule);
  const { resourceNames } = rule;
  if (resourceNames.length === 0 || resource === undefined || namesMatter(scope, verb, group, resource)) return [];
  const box = resourceBox(scope, verb, group, resource, []);
  if (chosen.has('names') && resourceNames.length >= manyNames) return [{ box, by: 'names' }];
  const passing = passingObjects.get(group)?.has(resource.split('/')[0] ?? '');
  return passing && resourceNames.some(isGenerated) ? [{ box, by: 'generated-names' }] : [];
}

/** What reaches further than the object that it names is never given for all objects. */
function namesMatter(scope: string, verb: string, group: string, resource: string): boolean {
  if (classOfResource(verb, group, resource).class === 'privileged') return true;
  return scope === 'kube-system' && group === '' && resource === 'configmaps';
}

/** Objects that come and go, with names that a controller makes up. */
const passingObjects: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', new Set(['events', 'pods'])],
  ['apps', new Set(['replicasets'])],
  ['batch', new Set(['jobs'])],
  ['coordination.k8s.io', new Set(['leases'])],
  ['events.k8s.io', new Set(['events'])],
]);

/** Letters that Kubernetes picks from for names (apimachinery util/rand), time stamps of CronJobs, and the hexadecimal ends of events. */
function isGenerated(name: string): boolean {
  return /(?:-[bcdfghjklmnpqrstvwxz2456789]{5,10}|-\d{8,11}|\.[0-9a-f]{12,20}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.test(
    name,
  );
}

/** The other verbs of a group that come together, where one of them was used. */
function alike({ scope, rule }: Box, by: Generalisation, verbs: readonly string[], only: 'read' | 'write' | undefined): Generalised[] {
  const { verb, group, resource } = sidesOf(rule);
  if (resource === undefined || !verbs.includes(verb)) return [];
  const classes = (one: string) => classOfResource(one, group, resource).class;
  if (only !== undefined && classes(verb) !== only) return [];
  const others = verbs.filter((one) => one !== verb && classes(one) !== 'privileged');
  return others.map((one) => ({ box: resourceBox(scope, one, group, resource, rule.resourceNames), by }));
}

function isLease({ rule }: Box): boolean {
  return rule.apiGroups[0] === 'coordination.k8s.io' && rule.resources[0] === 'leases';
}

/** Of a resource that nobody knows, all verbs may be served. */
function isServed({ rule }: Box, discovery: Discovery): boolean {
  const { verb, group, resource } = sidesOf(rule);
  return resource === undefined || (verbsOf(discovery, group, resource)?.includes(verb) ?? true);
}

/** The one verb, group and resource of a permission. */
function sidesOf(rule: Box['rule']): { verb: string; group: string; resource: string | undefined } {
  const [verb = ''] = rule.verbs;
  const [group = ''] = rule.apiGroups;
  const [resource] = rule.resources;
  return { verb, group, resource };
}
