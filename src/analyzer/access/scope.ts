import type { ResourceRequest } from '../../model/request.ts';

/** Verbs whose requests name no object: their URL is that of the collection (requestinfo.go). */
const collectionVerbs: ReadonlySet<string> = new Set(['list', 'watch', 'create', 'deletecollection']);

/** Verbs that are asked in the namespace of another object, even for resources outside namespaces: bind in that of the binding, use in that of the pod. */
const borrowedNamespaceVerbs: ReadonlySet<string> = new Set(['bind', 'use']);

/** True for the one cluster-scoped resource whose named requests carry a namespace: the Namespace itself (requestinfo.go). */
export function isNamespaceObject(request: Pick<ResourceRequest, 'group' | 'resource'>): boolean {
  return request.group === '' && request.resource === 'namespaces';
}

/** True if requests with this verb and subresource are for the collection and so carry no name. */
export function asksCollection({ verb, subresource }: Pick<ResourceRequest, 'verb' | 'subresource'>): boolean {
  return collectionVerbs.has(verb) && subresource === '';
}

/** True if a RoleBinding can be consulted for such requests although the resource lies outside namespaces. */
export function borrowsNamespace({ verb }: Pick<ResourceRequest, 'verb'>): boolean {
  return borrowedNamespaceVerbs.has(verb);
}

/**
 * The request as its URL would carry it: without namespace for resources outside namespaces, and with its own name as the
 * namespace for a Namespace. `namespaced` is undefined for resources that nobody knows; those keep what was asked.
 */
export function asSent(request: ResourceRequest, namespaced: boolean | undefined): ResourceRequest {
  if (isNamespaceObject(request)) return { ...request, namespace: asksCollection(request) ? '' : request.name };
  if (namespaced === false && !borrowsNamespace(request)) return { ...request, namespace: '' };
  return request;
}
