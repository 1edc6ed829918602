import type { Discovery } from '../model/discovery.ts';
import { builtinDiscovery } from './kubernetes.ts';
import { nearest } from './nearest.ts';
import { isNamespaced, verbsOf } from './served.ts';
import { syntheticResources } from './synthetic.ts';

/** What a RESOURCE argument stands for, ready for a request; `namespaced` is undefined where nothing is known of it. */
export interface ResolvedResource {
  group: string;
  resource: string;
  subresource: string;
  namespaced: boolean | undefined;
}

/**
 * - `found`: `alsoIn` holds the other groups that have a resource of that name.
 * - `name`: in `a/b`, a is a resource and b none of its subresources, so that `a b` may be meant: the object b.
 * - `unknown`: `resource` is the argument taken literally, `nearest` a resource to propose.
 */
export type Resolution =
  | { outcome: 'found'; resource: ResolvedResource; alsoIn: readonly string[] }
  | { outcome: 'name'; resource: ResolvedResource; name: string }
  | { outcome: 'unknown'; resource: ResolvedResource; nearest: string | undefined };

/** A RESOURCE argument, taken apart. The group is undefined if none was given. */
interface Argument {
  name: string;
  group: string | undefined;
  subresource: string;
}

interface Candidate {
  group: string;
  resource: string;
  /** Full names, short names, kind: kubectl looks for them in this order. */
  spellings: readonly (readonly string[])[];
}

const syntheticCandidates: readonly Candidate[] = syntheticResources.map(({ group, resource }) => ({
  group,
  resource,
  spellings: [[resource]],
}));

/**
 * Finds what a RESOURCE argument stands for, as kubectl does: plural, singular, short name or kind in any case, with or
 * without group (`deployments.apps`), a group's beginning (`clusterroles.rbac`), or version and group (`deployments.v1.apps`,
 * `pods.v1.` for the core group); then `/subresource`, after which the group may stand as well (`deployments/scale.apps`).
 * What exists for authorization only (`users`, `userextras/scopes`, `signers`) is found after all that is served.
 * `*` is taken literally, without a group in the core group as kubectl has it; `*.*` means all groups.
 */
export function resolveResource(discovery: Discovery, argument: string): Resolution {
  const asked = parse(argument);
  const literal = { group: asked.group ?? '', resource: asked.name, subresource: asked.subresource, namespaced: undefined };
  if (asked.name === '*') return { outcome: 'found', resource: literal, alsoIn: [] };

  const served = servedCandidates(discovery);
  const matches = matching(served, asked) ?? matching(syntheticCandidates, asked);
  if (matches === undefined) return { outcome: 'unknown', resource: literal, nearest: nearestResource(served, asked) };

  const groupLast = asked.group === undefined ? withGroupLast(discovery, matches, asked.subresource) : undefined;
  if (groupLast !== undefined) return { outcome: 'found', resource: groupLast, alsoIn: [] };

  const [first, ...others] = matches;
  const resource = resolved(discovery, first, asked.subresource);
  if (isKnown(discovery, resource)) return { outcome: 'found', resource, alsoIn: others.map(({ group }) => group) };
  return { outcome: 'name', resource: { ...resource, subresource: '' }, name: asked.subresource };
}

function parse(argument: string): Argument {
  const slash = argument.indexOf('/');
  const head = slash < 0 ? argument : argument.slice(0, slash);
  const subresource = slash < 0 ? '' : argument.slice(slash + 1);
  const dot = head.indexOf('.');
  if (dot < 0) return { name: head, group: undefined, subresource };
  const group = head.slice(dot + 1).replace(/^v\d+((alpha|beta)\d+)?\./, '');
  return { name: head.slice(0, dot), group, subresource };
}

/** The core group, then Kubernetes' own groups as an API server lists them, then the others: that decides between groups that have the same name. */
function servedCandidates(discovery: Discovery): Candidate[] {
  const order = [...new Set(['', ...builtinDiscovery(discovery.version).resources.map(({ group }) => group)])];
  const rank = ({ group }: Candidate) => (order.includes(group) ? order.indexOf(group) : order.length);
  return discovery.resources
    .map(({ group, resource, singular, shortNames, kind }) => ({
      group,
      resource,
      spellings: [[resource, singular], shortNames, [kind.toLowerCase()]],
    }))
    .sort((a, b) => rank(a) - rank(b));
}

function matching(candidates: readonly Candidate[], { name, group }: Argument): [Candidate, ...Candidate[]] | undefined {
  for (const way of [0, 1, 2]) {
    const named = candidates.filter(({ spellings }) => spellings[way]?.includes(name.toLowerCase()));
    const [first, ...others] = group === undefined ? named : inGroup(named, group.toLowerCase());
    if (first !== undefined) return [first, ...others];
  }
  return undefined;
}

/** An exact group goes before groups that begin so (meta.DefaultRESTMapper ResourcesFor). */
function inGroup(candidates: readonly Candidate[], group: string): Candidate[] {
  const exact = candidates.filter((candidate) => candidate.group === group);
  return exact.length > 0 || group === '' ? exact : candidates.filter((candidate) => candidate.group.startsWith(group));
}

/** Reads `scale.apps` in `deployments/scale.apps`, which is how Kubernetes prints a subresource with its group. */
function withGroupLast(discovery: Discovery, candidates: readonly Candidate[], written: string): ResolvedResource | undefined {
  return candidates
    .filter(({ group }) => group !== '' && written.endsWith(`.${group}`))
    .map((candidate) => resolved(discovery, candidate, written.slice(0, -candidate.group.length - 1)))
    .find((resource) => isKnown(discovery, resource));
}

function resolved(discovery: Discovery, { group, resource }: Candidate, subresource: string): ResolvedResource {
  return { group, resource, subresource, namespaced: isNamespaced(discovery, group, resource) };
}

function isKnown(discovery: Discovery, { group, resource, subresource }: ResolvedResource): boolean {
  return subresource === '' || verbsOf(discovery, group, `${resource}/${subresource}`) !== undefined;
}

/** A resource to propose, spelled with its group: one of the same name in another group, else one of a similar name. */
function nearestResource(candidates: readonly Candidate[], asked: Argument): string | undefined {
  if (asked.group === undefined) return nearestSpelling(candidates, asked.name, ({ spellings }) => spellings.flat());
  const [moved] = (isKubernetesGroup(asked.group) && matching(candidates, { ...asked, group: undefined })) || [];
  if (moved !== undefined) return withGroup(moved.resource, moved.group);
  return nearestSpelling(candidates, withGroup(asked.name, asked.group), ({ resource, group }) => [withGroup(resource, group)]);
}

function nearestSpelling(
  candidates: readonly Candidate[],
  asked: string,
  spellings: (candidate: Candidate) => readonly string[],
): string | undefined {
  const proposals = new Map<string, string>();
  for (const candidate of candidates) {
    for (const spelling of spellings(candidate)) {
      if (!proposals.has(spelling)) proposals.set(spelling, withGroup(candidate.resource, candidate.group));
    }
  }
  return proposals.get(nearest(asked, proposals.keys()) ?? '');
}

/** Within these, resources have moved (from extensions to apps); other people's groups may use a name for other things. */
function isKubernetesGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function withGroup(name: string, group: string): string {
  return group === '' ? name : `${name}.${group}`;
}
