import { audienceVerb } from '../../../facts/synthetic.ts';
import { isKnownVerb, isPathVerb, nearestVerb, pathVerbs } from '../../../facts/verbs.ts';
import type { Rule } from '../../../model/rule.ts';
import { isAskedInNamespaces } from '../reach.ts';
import { isNamed, isVersion, namesInVain } from '../rules.ts';
import { groupList, list, verbList } from '../wording.ts';
import type { ServedResources } from './served-resources.ts';

/** A part of a rule, or all of it, that can match no request. `code` and `value` name it; both stay the same when the rule moves. */
export interface DeadPart {
  code: string;
  value: string;
  /** Continues "The role …". */
  statement: string;
  why: string;
}

/** How a role can be held, as far as the input tells. */
export type Reach = 'anywhere' | 'in its namespace' | 'through RoleBindings only';

/** Finds what in a rule can match nothing, by the matching rules of Kubernetes (evaluation_helpers.go) and by what the API serves. */
export function deadParts(rule: Rule, reach: Reach, served: ServedResources): DeadPart[] {
  const missing = missingList(rule);
  if (missing) return [missing];
  return [...deadVerbs(rule, served), ...deadResources(rule, reach, served), ...deadNames(rule, served), ...deadUrls(rule, reach)];
}

function matchesNothing(code: string, what: string, value: string, why: string): DeadPart {
  return { code, value, statement: `names ${what} ${value}, which matches nothing`, why };
}

/** A rule with an empty list matches nothing: in a rule, absent does not mean all. */
function missingList({ verbs, apiGroups, resources, nonResourceURLs }: Rule): DeadPart | undefined {
  const lacks = (name: string, hint: string): DeadPart => ({
    code: 'missing-list',
    value: name,
    statement: `has a rule without ${name}, which matches nothing`,
    why: `a rule without ${name} grants nothing${hint}`,
  });
  if (verbs.length === 0) return lacks('verbs', '');
  if (nonResourceURLs.length > 0) return undefined;
  if (resources.length === 0) return lacks('resources', '');
  return apiGroups.length === 0 ? lacks('apiGroups', '; the core group is ""') : undefined;
}

function deadVerbs(rule: Rule, served: ServedResources): DeadPart[] {
  const parts: DeadPart[] = [];
  for (const verb of rule.verbs) {
    const why = rule.resources.length === 0 ? deadPathVerb(verb) : deadVerb(verb, rule, served);
    if (why) parts.push(matchesNothing('verb', 'verb', verb, why));
  }
  return parts;
}

function deadPathVerb(verb: string): string | undefined {
  if (isPathVerb(verb)) return undefined;
  return `URLs are asked for with HTTP methods in lower case: ${pathVerbs.join(', ')}`;
}

/** Authors of custom resources may make up verbs, so an unknown one is dead only where it is a slip or a HTTP method. */
function deadVerb(verb: string, rule: Rule, served: ServedResources): string | undefined {
  if (isKnownVerb(verb)) return undefined;
  if (isKnownVerb(verb.toLowerCase())) return `verbs are compared letter by letter: write ${verb.toLowerCase()}`;
  if (rule.nonResourceURLs.length > 0) return undefined;
  if (pathVerbs.includes(verb.toLowerCase())) return 'HTTP methods count for URLs only; on resources write create, update, patch, get';
  const meant = nearestVerb(verb);
  return meant && rule.apiGroups.every((group) => served.isBuiltinGroup(group)) ? `perhaps ${meant} is meant` : undefined;
}

function deadResources(rule: Rule, reach: Reach, served: ServedResources): DeadPart[] {
  const parts: DeadPart[] = [];
  const groups: string[] = [];
  for (const group of rule.apiGroups) {
    const why = deadGroup(group, served);
    if (why) parts.push(matchesNothing('api-group', 'API group', group, why));
    else groups.push(group);
  }
  if (groups.length === 0) return parts;
  const resources: string[] = [];
  for (const resource of rule.resources) {
    const why = deadResource(resource, groups, rule, served) ?? outOfReach(resource, groups, rule, reach, served);
    if (why) parts.push(matchesNothing('resource', 'resource', resource, why));
    else resources.push(resource);
  }
  const unserved = unservedVerbs(resources, groups, rule, served);
  if (unserved) parts.push(unserved);
  return parts;
}

function deadGroup(group: string, served: ServedResources): string | undefined {
  if (group === '*' || served.hasGroup(group)) return undefined;
  if (group === 'core') return 'the core group is written ""';
  if (group.includes('*')) return 'groups are no patterns: only "*" alone matches all';
  if (isVersion(group)) return `rules name no versions; for the core group of ${group} write ""`;
  const version = group.indexOf('/');
  if (version >= 0) return `rules name no versions: write ${group.slice(0, version)}`;
  if (served.hasGroup(group.toLowerCase())) return `groups are compared letter by letter: write ${group.toLowerCase()}`;
  return served.isComplete ? 'the API serves no such group' : undefined;
}

function deadResource(resource: string, groups: readonly string[], rule: Rule, served: ServedResources): string | undefined {
  if (resource === '*' || rule.verbs.includes(audienceVerb)) return undefined;
  const [name = '', subresource] = split(resource);
  // Constrained impersonation asks for names and keys called "*".
  if (resource.includes('*') && !groups.includes('authentication.k8s.io') && !(name === '*' && subresource && !subresource.includes('*'))) {
    return subresource === '*'
      ? `"/*" is no pattern: name the subresources, such as ${name === '*' ? '*/status' : `${name}/status`}; "*" alone matches all resources with all subresources`
      : 'resources are no patterns: only "*" alone, and "*/" before a subresource, match all';
  }
  if (name === '*' || !groups.every((group) => served.isKnownNotToServe(group, resource))) return undefined;
  if (groups.some((group) => served.verbs(group, name))) return `${name} has no subresource ${subresource}`;
  return `${groupList(groups)} ${groups.length === 1 ? 'has' : 'have'} no such resource${served.hint(resource)}`;
}

/** Requests without a namespace are granted by ClusterRoleBindings only. */
function outOfReach(resource: string, groups: readonly string[], rule: Rule, reach: Reach, served: ServedResources): string | undefined {
  if (reach === 'anywhere') return undefined;
  if (groups.some((group) => isAskedInNamespaces(served.discovery, group, resource, rule.verbs))) return undefined;
  return `requests to ${verbList(rule)} ${resource} have no namespace, and the role is held ${reach}`;
}

/** A rule whose every verb is known and served by none of its resources. */
function unservedVerbs(resources: readonly string[], groups: readonly string[], rule: Rule, served: ServedResources): DeadPart | undefined {
  if (resources.length === 0 || !groups.every((group) => served.isWhollyKnown(group)) || !rule.verbs.every(isServable)) return undefined;
  const verbs = new Set<string>();
  for (const resource of resources) {
    for (const group of groups) {
      const allowed = served.verbs(group, resource);
      if (!allowed) return undefined;
      for (const verb of allowed) verbs.add(verb);
    }
  }
  if (rule.verbs.some((verb) => verbs.has(verb))) return undefined;
  const value = `${rule.verbs.join(',')} on ${resources.join(',')}`;
  return {
    code: 'unserved-verbs',
    value,
    statement: `grants ${list(rule.verbs, 8)} on ${list(resources)}, which the API does not serve`,
    why: `${list(resources)} can be asked for with ${list([...verbs], 10)} only`,
  };
}

/** Known verbs that depend on the resource; the path /api/v1/proxy is gone, its verb is still in default roles. */
function isServable(verb: string): boolean {
  return isKnownVerb(verb) && verb !== '*' && verb !== 'proxy' && !verb.startsWith('impersonate-on:');
}

/** Things that are no objects, so that a name with an asterisk can be meant as it stands. */
const freelyNamed: ReadonlySet<string> = new Set(['signers', 'users', 'groups', 'uids', 'userextras']);

function deadNames(rule: Rule, served: ServedResources): DeadPart[] {
  if (!isNamed(rule)) return [];
  if (namesInVain(rule)) {
    return [
      {
        code: 'names-without-name',
        value: `${rule.verbs.join(',')} on ${rule.resources.join(',')}`,
        statement: `limits ${list(rule.verbs)} on ${list(rule.resources)} to names, and so grants nothing`,
        why: 'requests to create an object, or to delete a collection, carry no name, so resourceNames never match',
      },
    ];
  }
  return patternNames(rule, served);
}

/** Names that are meant as patterns. */
export function patternNames(rule: Rule, served: ServedResources): DeadPart[] {
  // Other APIs may ask for such names literally, as Calico does for the policies of a tier.
  if (!rule.apiGroups.every((group) => served.isBuiltinGroup(group))) return [];
  if (rule.resources.some((resource) => freelyNamed.has(split(resource)[0] ?? ''))) return [];
  return rule.resourceNames
    .filter((name) => name.includes('*'))
    .map((name) => matchesNothing('resource-name', 'object', name, 'resourceNames are no patterns: no object has an asterisk in its name'));
}

function deadUrls({ nonResourceURLs }: Rule, reach: Reach): DeadPart[] {
  if (nonResourceURLs.length === 0) return [];
  if (reach !== 'anywhere') {
    return [
      {
        code: 'url-out-of-reach',
        value: nonResourceURLs.join(','),
        statement: `names URLs, which match nothing ${reach === 'in its namespace' ? 'in a Role' : 'through a RoleBinding'}`,
        why: `requests for ${list(nonResourceURLs)} have no namespace, so only ClusterRoleBindings grant them`,
      },
    ];
  }
  return nonResourceURLs.flatMap((url) => {
    const prefix = url.replace(/\*+$/, '');
    if (prefix.includes('*')) return [matchesNothing('url', 'URL', url, 'only asterisks at the end of a URL are a pattern')];
    return prefix === '' || prefix.startsWith('/') ? [] : [matchesNothing('url', 'URL', url, 'paths begin with /')];
  });
}

function split(resource: string): [string, string?] {
  const slash = resource.indexOf('/');
  return slash < 0 ? [resource] : [resource.slice(0, slash), resource.slice(slash + 1)];
}
