/**
 * One question to the authorizer, as Kubernetes' authorizer.Attributes: strings are literal, absent means empty.
 * `namespace` '' stands for requests outside any namespace: cluster-scoped objects and lists over all namespaces.
 */
export interface ResourceRequest {
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  name: string;
  namespace: string;
}

/** A request for a path that is no API object, such as /metrics; `verb` is a lower-case HTTP method. */
export interface PathRequest {
  verb: string;
  path: string;
}

export type Request = ResourceRequest | PathRequest;

/** True for requests to a non-resource URL. */
export function isPathRequest(request: Request): request is PathRequest {
  return 'path' in request;
}

/** The resource as rules spell it: `pods` or `pods/log`. */
export function combinedResource(request: Pick<ResourceRequest, 'resource' | 'subresource'>): string {
  return request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
}
