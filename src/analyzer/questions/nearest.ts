import type { Difference, Miss } from '../../model/answer.ts';
import { type Binding, bindingKey } from '../../model/binding.ts';
import { byKeys } from '../../model/order.ts';
import { refOf } from '../../model/ref.ts';
import { combinedResource, isPathRequest, type PathRequest, type Request, type ResourceRequest } from '../../model/request.ts';
import type { Rule } from '../../model/rule.ts';
import type { Identity, Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { subjectOfUser } from '../access/identity.ts';
import { groupMatches, nameMatches, resourceMatches, trimRight, urlMatches, verbMatches } from '../access/match.ts';

/**
 * The bindings of the user and its groups that miss the request by exactly one thing, the most telling first: right in
 * another namespace, a role that is missing, another API group, subresource, name or verb.
 */
export function nearestMisses(access: Access, identity: Identity, request: Request): Miss[] {
  const bindings = holdersOf(identity).flatMap((holder) => access.bindingsFor(holder));
  const misses = bindings.flatMap((binding) => missesOf(access, binding, request));
  const distinct = new Map(misses.map((miss) => [JSON.stringify(miss), miss]));
  return [...distinct.values()].sort(
    byKeys((miss) => [String(rank.indexOf(miss.differs)), bindingKey(miss.binding), String(miss.rule ?? 0).padStart(6, '0')]),
  );
}

const rank: readonly Difference[] = ['namespace', 'role', 'resourceNames', 'subresource', 'apiGroup', 'path', 'verb', 'resource'];

function holdersOf(identity: Identity): Subject[] {
  return [subjectOfUser(identity.user), ...identity.groups.map((name): Subject => ({ kind: 'Group', name }))];
}

function missesOf(access: Access, binding: Binding, request: Request): Miss[] {
  const namespace = isPathRequest(request) ? '' : request.namespace;
  const inScope = binding.namespace === undefined || binding.namespace === namespace;
  const role = access.roleOf(binding);
  if (!role) return inScope ? [missingRole(binding)] : [];
  return role.rules.flatMap((rule) => {
    const differences = [...(inScope ? [] : [scopeDifference(binding, request)]), ...ruleDifferences(rule, request)];
    const [only] = differences;
    return only && differences.length === 1 ? [{ binding: refOf(binding), role: refOf(role), rule: rule.index, ...only }] : [];
  });
}

type Reason = Pick<Miss, 'differs' | 'detail'>;

function missingRole(binding: Binding): Miss {
  const { kind, name } = binding.roleRef;
  const role = kind === 'Role' && binding.namespace !== undefined ? { kind, namespace: binding.namespace, name } : { kind, name };
  return { binding: refOf(binding), role, differs: 'role', detail: `${kind} ${name} does not exist` };
}

function scopeDifference(binding: Binding, request: Request): Reason {
  const own = `allows it, but only in namespace ${binding.namespace ?? ''}`;
  if (isPathRequest(request))
    return { differs: 'namespace', detail: 'allows it, but URLs lie outside namespaces: only a ClusterRoleBinding can grant them' };
  return { differs: 'namespace', detail: request.namespace === '' ? `${own}; the request lies outside namespaces or spans them all` : own };
}

function ruleDifferences(rule: Rule, request: Request): Reason[] {
  return isPathRequest(request) ? pathDifferences(rule, request) : resourceDifferences(rule, request);
}

function pathDifferences(rule: Rule, request: PathRequest): Reason[] {
  if (rule.nonResourceURLs.length === 0) return [unrelated, unrelated];
  const differences: Reason[] = [];
  if (!verbMatches(rule, request.verb)) differences.push(verbDifference(rule, request.path));
  if (!urlMatches(rule, request.path)) {
    // A URL is near only where it leads to the same place: /healthz for /healthz/etcd.
    const near = rule.nonResourceURLs.some((url) => request.path.startsWith(trimRight(url, '/*')) && url !== '/');
    if (!near) return [unrelated, unrelated];
    differences.push({ differs: 'path', detail: `has ${list(rule.nonResourceURLs)}, which does not cover ${request.path}` });
  }
  return differences;
}

function resourceDifferences(rule: Rule, request: ResourceRequest): Reason[] {
  const differences: Reason[] = [];
  const combined = combinedResource(request);
  if (!resourceMatches(rule, combined, request.subresource)) {
    const related = rule.resources.find((resource) => sameResource(resource, request));
    if (related === undefined) return [unrelated, unrelated];
    differences.push(resourceDifference(related, combined));
  }
  if (!verbMatches(rule, request.verb)) differences.push(verbDifference(rule, combined));
  if (!groupMatches(rule, request.group)) differences.push(groupDifference(rule, combined, request.group));
  if (!nameMatches(rule, request.name)) differences.push(nameDifference(rule, request));
  return differences;
}

/** Stands for a rule about something else; two of them keep it from being near. */
const unrelated: Reason = { differs: 'resource', detail: '' };

function sameResource(resource: string, request: ResourceRequest): boolean {
  const [base = ''] = resource.split('/');
  return base.toLowerCase() === request.resource.toLowerCase();
}

function resourceDifference(related: string, combined: string): Reason {
  if (related.endsWith('/*'))
    return { differs: 'subresource', detail: `names ${related}, which is no wildcard and never matches; ${combined} has to be named` };
  if (related.toLowerCase() === combined.toLowerCase())
    return { differs: 'resource', detail: `names ${related}; resources are spelled ${combined}` };
  return { differs: 'subresource', detail: `has ${related}, not ${combined}` };
}

function verbDifference(rule: Rule, what: string): Reason {
  return { differs: 'verb', detail: `has ${what}, but only ${list(rule.verbs)}` };
}

function groupDifference(rule: Rule, combined: string, group: string): Reason {
  const named = rule.apiGroups.map((own) => `"${own}"`).join(', ');
  const wanted = group === '' ? 'the core group ""' : group;
  return { differs: 'apiGroup', detail: `names ${combined} in API group ${named === '' ? 'none' : named}; they are in ${wanted}` };
}

function nameDifference(rule: Rule, request: ResourceRequest): Reason {
  const names = list(rule.resourceNames);
  const asked = request.name === '' ? `a ${request.verb} without a name` : request.name;
  return { differs: 'resourceNames', detail: `allows it, but only for ${names}, not for ${asked}` };
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, 8).join(', ');
  return values.length > 8 ? `${shown} and ${values.length - 8} more` : shown || 'nothing';
}
