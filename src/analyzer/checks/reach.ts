import { isClusterScopedCustomResource } from '../../facts/cluster-scoped-custom-resources.ts';
import { isNamespaced } from '../../facts/served.ts';
import type { Discovery } from '../../model/discovery.ts';
import type { Scope } from '../../model/grant.ts';
import type { Rule } from '../../model/rule.ts';
import { asksUrls, isInert, isNamed } from './rules.ts';

/** Requests for cluster-scoped resources that carry a namespace all the same (semantics of requestinfo.go and of the checks that admission makes). */
const asked: ReadonlyMap<string, readonly string[]> = new Map([
  // The path /api/v1/namespaces/shop names namespace shop twice: as the object and as its namespace.
  ['\u0000namespaces', ['get', 'update', 'patch', 'delete']],
  // A RoleBinding is checked for bind on its role in its own namespace.
  ['rbac.authorization.k8s.io\u0000clusterroles', ['bind']],
  // A policy is checked for use in the namespace of the pod.
  ['policy\u0000podsecuritypolicies', ['use']],
  ['extensions\u0000podsecuritypolicies', ['use']],
  ['security.openshift.io\u0000securitycontextconstraints', ['use']],
]);

/** True if requests for the resource (as rules spell it) may carry a namespace, so that a RoleBinding can grant them. What is not known may. */
export function isAskedInNamespaces(discovery: Discovery, group: string, resource: string, verbs: readonly string[]): boolean {
  const [name = ''] = resource.split('/');
  if (group === '*' || name === '*') return true;
  const namespaced = isNamespaced(discovery, group, name) ?? !isClusterScopedCustomResource(group, name);
  if (namespaced) return true;
  const exceptions = asked.get(`${group}\u0000${name}`) ?? [];
  return exceptions.length > 0 && verbs.some((verb) => verb === '*' || exceptions.includes(verb));
}

/** True if a RoleBinding can grant something of the rule, in some namespace or in the given one. Requests for URLs never carry a namespace. */
export function countsInNamespaces(rule: Rule, discovery: Discovery, namespace?: string): boolean {
  const isAsked = (group: string, resource: string) =>
    isAskedInNamespaces(discovery, group, resource, rule.verbs) &&
    (namespace === undefined || concernsNamespace(group, resource, rule, namespace));
  return rule.apiGroups.some((group) => rule.resources.some((resource) => isAsked(group, resource)));
}

/** A request for Namespace shop has namespace shop, so that in another one nothing allows it (requestinfo.go). */
export function concernsNamespace(group: string, resource: string, rule: Rule, namespace: string): boolean {
  return group !== '' || resource !== 'namespaces' || !isNamed(rule) || rule.resourceNames.includes(namespace);
}

/** The rules that grant something in a scope. */
export function effectiveRules(rules: readonly Rule[], scope: Scope, discovery: Discovery): Rule[] {
  const counts = (rule: Rule) =>
    scope === '*' ? rule.nonResourceURLs.length === 0 || asksUrls(rule) : countsInNamespaces(rule, discovery, scope);
  return rules.filter((rule) => !isInert(rule) && counts(rule));
}

/** True if every resource of the rule is known to live in namespaces. */
export function livesInNamespaces(rule: Rule, discovery: Discovery): boolean {
  if (rule.nonResourceURLs.length > 0) return false;
  return rule.apiGroups.every((group) =>
    rule.resources.every((resource) => isNamespaced(discovery, group, resource.split('/')[0] ?? '') === true),
  );
}
