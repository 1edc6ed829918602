import { builtinDiscovery, builtinVersions } from '../../facts/kubernetes.ts';
import { podCreators } from '../../facts/pod-creators.ts';
import { findResource, findSynthetic } from '../../facts/served.ts';
import type { Discovery } from '../../model/discovery.ts';
import { combinedResource } from '../../model/request.ts';
import { type Role, roleKey } from '../../model/role.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import { groupMatches, resourceMatches, verbMatches } from '../access/match.ts';

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';
const admission = 'admissionregistration.k8s.io';

/** Requests that a rule allows of one kind; a hop needs one or several kinds. */
const catalogue = {
  everything: requests('*', '*', '*'),
  'read-secrets': requests('list watch get', '', 'secrets'),
  'create-secrets': requests('create', '', 'secrets'),
  'change-secrets': requests('patch update', '', 'secrets'),
  'create-tokens': requests('create', '', 'serviceaccounts/token'),
  'create-accounts': requests('create', '', 'serviceaccounts'),
  'create-pods': requests('create', '', 'pods'),
  'change-pods': requests('patch update', '', 'pods'),
  exec: requests('create', '', 'pods/exec'),
  'exec-by-get': requests('get', '', 'pods/exec'),
  attach: requests('create', '', 'pods/attach'),
  'attach-by-get': requests('get', '', 'pods/attach'),
  debug: requests('patch update', '', 'pods/ephemeralcontainers'),
  'impersonate-accounts': requests('impersonate', '', 'serviceaccounts'),
  'impersonate-users': requests('impersonate', '', 'users'),
  'impersonate-groups': requests('impersonate', '', 'groups'),
  'bind-clusterroles': requests('bind', rbac, 'clusterroles'),
  'bind-roles': requests('bind', rbac, 'roles'),
  'escalate-clusterroles': requests('escalate', rbac, 'clusterroles'),
  'escalate-roles': requests('escalate', rbac, 'roles'),
  'create-clusterroles': requests('create', rbac, 'clusterroles'),
  'create-roles': requests('create', rbac, 'roles'),
  'change-clusterroles': requests('patch update', rbac, 'clusterroles'),
  'change-roles': requests('patch update', rbac, 'roles'),
  'create-clusterrolebindings': requests('create', rbac, 'clusterrolebindings'),
  'create-rolebindings': requests('create', rbac, 'rolebindings'),
  'change-clusterrolebindings': requests('patch update', rbac, 'clusterrolebindings'),
  'change-rolebindings': requests('patch update', rbac, 'rolebindings'),
  'label-namespaces': requests('patch update', '', 'namespaces'),
  'create-volumes': requests('create', '', 'persistentvolumes'),
  // The kubelet runs commands on POST and, through a WebSocket, on GET (kubelet/server/server.go InstallDebuggingHandlers).
  'proxy-nodes': requests('get create', '', 'nodes/proxy'),
  'create-csrs': requests('create', certificates, 'certificatesigningrequests'),
  'approve-csrs': requests('patch update', certificates, 'certificatesigningrequests/approval'),
  'approve-signers': requests('approve', certificates, 'signers'),
  'request-node-certificates': requests('create', certificates, 'certificatesigningrequests/nodeclient'),
  'write-webhooks': requests('create patch update', admission, 'mutatingwebhookconfigurations'),
  'write-policies': requests('create patch update', admission, 'mutatingadmissionpolicies'),
  'create-policybindings': requests('create', admission, 'mutatingadmissionpolicybindings'),
  'create-configmaps': requests('create', '', 'configmaps'),
  'change-configmaps': requests('patch update', '', 'configmaps'),
} satisfies Record<string, ResourcePattern[]>;

/** `run-pods` and `deploy` are told apart by resource, so that each can say what is written and by which product. */
const creators = {
  'create-workloads': podCreators.filter(({ gives }) => gives === 'pods').flatMap((one) => requests('create', one.group, one.resource)),
  'change-workloads': podCreators
    .filter(({ gives, fixed }) => gives === 'pods' && !fixed)
    .flatMap((one) => requests('patch update', one.group, one.resource)),
  deploy: podCreators
    .filter(({ gives }) => gives === 'controller')
    .flatMap((one) => requests('create patch update', one.group, one.resource)),
};

const all = { ...catalogue, ...creators };

export type RightId = keyof typeof all;

const ids = Object.keys(all) as RightId[];

/** A kind of requests that a rule of a role allows, for all names or for some. */
interface RoleRight {
  id: RightId;
  /** The first of the requests that the rule allows, in the order of the catalogue: there may be more. */
  request: ResourcePattern;
  role: Role;
  rule: Rule;
  /** The only names for which it holds; undefined for all. */
  names: readonly string[] | undefined;
}

/** What roles hold that a hop could need, by role key; most roles hold nothing. */
export type RoleRights = ReadonlyMap<string, readonly RoleRight[]>;

/**
 * Finds the rights in all roles, bound or not: one per role, rule and kind, and one per resource where the resource matters,
 * which is for objects that are named or that a product deploys.
 */
export function rightsOfRoles({ roles, snapshot }: Access): RoleRights {
  const requests = new RequestIndex(knownRequests(snapshot));
  const found = new Map<string, RoleRight[]>();
  for (const role of roles) {
    const rights = role.rules.flatMap((rule) => rightsOfRule(role, rule, requests));
    if (rights.length > 0) found.set(roleKey(role), rights);
  }
  return found;
}

function rightsOfRule(role: Role, rule: Rule, requests: RequestIndex): RoleRight[] {
  const candidates = requests.namedBy(rule);
  if (candidates.length === 0) return [];
  const names = rule.resourceNames.length === 0 ? undefined : rule.resourceNames;
  const found = new Map<string, RoleRight>();
  for (const { id, request, isAssumed } of candidates) {
    if (isAssumed && !rule.apiGroups.includes(request.group)) continue;
    // Pods are as good as any workload that runs them.
    if (names === undefined && id.endsWith('-workloads') && found.has('create-pods')) continue;
    const slot = id === 'deploy' || names !== undefined ? `${id} ${request.group}/${request.resource}` : id;
    if (found.has(slot) || !verbMatches(rule, request.verb) || !groupMatches(rule, request.group)) continue;
    found.set(slot, { id, request, role, rule, names });
  }
  return [...found.values()];
}

/** The requests of the catalogue by resource, so that a rule meets only those whose resource it names. */
class RequestIndex {
  private readonly all: readonly KnownRequest[];
  private readonly byResource: ReadonlyMap<string, readonly KnownRequest[]>;

  constructor(requests: readonly KnownRequest[]) {
    this.all = requests;
    this.byResource = Map.groupBy(requests, ({ request }) => combinedResource(request));
  }

  /** In the order of the catalogue for each resource. */
  namedBy(rule: Rule): readonly KnownRequest[] {
    if (rule.resources.some((resource) => resource.startsWith('*'))) {
      return this.all.filter(({ request }) => resourceMatches(rule, combinedResource(request), request.subresource));
    }
    return rule.resources.flatMap((resource) => this.byResource.get(resource) ?? none);
  }
}

const none: readonly KnownRequest[] = [];

interface KnownRequest {
  id: RightId;
  request: ResourcePattern;
  /** True for a resource of some product that may not be there: a rule that names its group says that it is, a wildcard does not. */
  isAssumed: boolean;
}

/** Every request of the catalogue that the API serves, or may serve. */
export function knownRequests({ discovery }: Snapshot): KnownRequest[] {
  return ids.flatMap((id) =>
    all[id].flatMap((request) => {
      const isServed = serves(discovery, request);
      if (!isServed && (discovery.complete || ownGroups().has(request.group))) return [];
      return [{ id, request, isAssumed: !isServed }];
    }),
  );
}

function serves(discovery: Discovery, { group, resource }: ResourcePattern): boolean {
  return group === '*' || findResource(discovery, group, resource) !== undefined || findSynthetic(group, resource) !== undefined;
}

let cached: ReadonlySet<string> | undefined;

/** Kubernetes' own groups, of which a built-in table knows all there is in its version. */
function ownGroups(): ReadonlySet<string> {
  cached ??= new Set(builtinVersions.flatMap((version) => builtinDiscovery(version).resources.map(({ group }) => group)));
  return cached;
}

function requests(verbs: string, group: string, combined: string): ResourcePattern[] {
  const [resource = '', subresource = ''] = combined.split('/');
  return verbs.split(' ').map((verb) => ({ verb, group, resource, subresource }));
}
