import { combinedResource, isPathRequest, type Request, type ResourceRequest } from '../src/model/request.ts';
import type { Identity } from '../src/model/subject.ts';
import type { BindingObject, ObjectList, PolicyRule, RoleObject, SubjectObject } from './objects.ts';

/** Who asks, and for what, in one object. */
export type IdentifiedRequest = Identity & Request;

/**
 * The authorizer as an API server runs it, and what benchmarks compare with: roles are looked up by key and RoleBindings by
 * namespace, everything else is a plain loop over bindings, subjects and rules (rbac.go Authorize, rule.go VisitRulesFor).
 * Takes the objects of a whole cluster and returns a function that says whether a request is allowed.
 */
export function plainAuthorizer(list: ObjectList): (request: IdentifiedRequest) => boolean {
  const clusterRoles = new Map<string, RoleObject>();
  const roles = new Map<string, RoleObject>();
  const clusterRoleBindings: BindingObject[] = [];
  const roleBindings = new Map<string, BindingObject[]>();

  for (const object of list.items) {
    const namespace = object.metadata.namespace ?? '';
    switch (object.kind) {
      case 'ClusterRole':
        clusterRoles.set(object.metadata.name, object);
        break;
      case 'Role':
        roles.set(`${namespace}/${object.metadata.name}`, object);
        break;
      case 'ClusterRoleBinding':
        clusterRoleBindings.push(object);
        break;
      case 'RoleBinding': {
        const bindings = roleBindings.get(namespace);
        if (bindings) bindings.push(object);
        else roleBindings.set(namespace, [object]);
        break;
      }
    }
  }

  const rulesOf = (binding: BindingObject, namespace: string): readonly PolicyRule[] => {
    const { kind, name } = binding.roleRef;
    if (kind === 'ClusterRole') return clusterRoles.get(name)?.rules ?? [];
    // A ClusterRoleBinding has no namespace in which a Role could be.
    if (kind === 'Role' && namespace !== '') return roles.get(`${namespace}/${name}`)?.rules ?? [];
    return [];
  };

  const allowedBy = (bindings: readonly BindingObject[], namespace: string, request: IdentifiedRequest): boolean => {
    for (const binding of bindings) {
      if (!binding.subjects?.some((subject) => appliesToUser(subject, namespace, request))) continue;
      for (const rule of rulesOf(binding, namespace)) {
        if (ruleAllows(rule, request)) return true;
      }
    }
    return false;
  };

  return (request) => {
    // builtin.go privilegedGroupAuthorizer comes before RBAC.
    if (request.groups.includes('system:masters')) return true;
    if (allowedBy(clusterRoleBindings, '', request)) return true;
    if (isPathRequest(request) || request.namespace === '') return false;
    return allowedBy(roleBindings.get(request.namespace) ?? [], request.namespace, request);
  };
}

/** rule.go appliesToUser. */
function appliesToUser(subject: SubjectObject, bindingNamespace: string, { user, groups }: Identity): boolean {
  switch (subject.kind) {
    case 'User':
      return user === subject.name;
    case 'Group':
      return groups.includes(subject.name);
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return namespace !== '' && isServiceAccountUser(user, namespace, subject.name);
    }
    default:
      return false;
  }
}

const serviceAccountPrefix = 'system:serviceaccount:';

/** serviceaccount/util.go MatchesUsername: compares part by part, so that no string is built for each subject. */
function isServiceAccountUser(user: string, namespace: string, name: string): boolean {
  const namespaceEnd = serviceAccountPrefix.length + namespace.length;
  return (
    user.length === namespaceEnd + 1 + name.length &&
    user.startsWith(serviceAccountPrefix) &&
    user.startsWith(namespace, serviceAccountPrefix.length) &&
    user[namespaceEnd] === ':' &&
    user.endsWith(name)
  );
}

/** rbac.go RuleAllows. */
function ruleAllows(rule: PolicyRule, request: Request): boolean {
  if (isPathRequest(request)) return hasOrAll(rule.verbs, request.verb) && nonResourceUrlMatches(rule, request.path);
  return (
    hasOrAll(rule.verbs, request.verb) &&
    hasOrAll(rule.apiGroups ?? [], request.group) &&
    resourceMatches(rule, request) &&
    resourceNameMatches(rule, request.name)
  );
}

function hasOrAll(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function resourceMatches(rule: PolicyRule, request: ResourceRequest): boolean {
  const combined = combinedResource(request);
  const ofEveryResource = request.subresource === '' ? combined : `*/${request.subresource}`;
  return (rule.resources ?? []).some((resource) => resource === '*' || resource === combined || resource === ofEveryResource);
}

function resourceNameMatches(rule: PolicyRule, name: string): boolean {
  const names = rule.resourceNames ?? [];
  return names.length === 0 || names.includes(name);
}

function nonResourceUrlMatches(rule: PolicyRule, path: string): boolean {
  return (rule.nonResourceURLs ?? []).some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))),
  );
}
