import type { Request } from '../../model/request.ts';
import { type Fields, fieldAt, isFields, listAt, textAt } from '../fields.ts';
import type { LoggedRequest, Stage } from './logged-request.ts';

/** What google.rpc.Code says of a request, as an HTTP status; what is not here came after the decision. */
const statuses: ReadonlyMap<number, number> = new Map([
  [7, 403],
  [16, 401],
]);

/**
 * Reads a LogEntry of Google's Cloud Audit Logs as GKE writes it: `methodName` ends with the verb, `resourceName` has the parts
 * of the path, the annotations are labels. It does not say in which groups the user is, but for the one through which RBAC
 * allowed the request, nor whether an update created the object. Undefined where the entry is of another service.
 */
export function readCloudAudit(entry: Fields): LoggedRequest | undefined {
  const payload = entry.protoPayload;
  const method = textAt(payload, 'methodName');
  if (!isFields(payload) || method === undefined || !isOfKubernetes(payload, method)) return undefined;
  const verb = method.slice(method.lastIndexOf('.') + 1);
  const reason = textAt(entry, 'labels', 'authorization.k8s.io/reason') ?? '';
  const user = textAt(payload, 'authenticationInfo', 'principalEmail') ?? '';
  const code = fieldAt(payload, 'status', 'code');
  return {
    id: textAt(entry, 'operation', 'id') ?? '',
    stage: stageOf(entry),
    level: fieldAt(payload, 'request') === undefined ? 'Metadata' : 'Request',
    time: Date.parse(textAt(entry, 'timestamp') ?? ''),
    identity: { user, groups: groupsOf(user, reason) },
    actingAs: undefined,
    request: requestOf(textAt(payload, 'resourceName') ?? '', verb),
    code: (typeof code === 'number' ? statuses.get(code) : undefined) ?? 200,
    decision: textAt(entry, 'labels', 'authorization.k8s.io/decision') ?? decisionOf(payload),
    reason,
    withoutGroups: true,
  };
}

function isOfKubernetes(payload: Fields, method: string): boolean {
  return payload.serviceName === 'k8s.io' || (payload.serviceName === undefined && method.startsWith('io.k8s.'));
}

/** A long-running request is an operation with two entries; all else has one that is both first and last, or none of the marks. */
function stageOf(entry: Fields): Stage {
  const isFirst = isTrue(fieldAt(entry, 'operation', 'first'));
  return isFirst && !isTrue(fieldAt(entry, 'operation', 'last')) ? 'ResponseStarted' : 'ResponseComplete';
}

/** Exports by way of other tools turn booleans into text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function decisionOf(payload: Fields): string {
  const granted = listAt(payload, 'authorizationInfo').map((info) => fieldAt(info, 'granted'));
  return granted.some((value) => value === false) ? 'forbid' : '';
}

/** `core/v1/namespaces/shop/pods/web/log`, `apps/v1/deployments`, `core/v1/nodes/n1/proxy/metrics`. */
function requestOf(resourceName: string, verb: string): Request {
  const [first = '', version = '', ...parts] = resourceName.split('/');
  if (!/^v\d/.test(version) || parts.length === 0) return { verb, path: `/${resourceName}` };
  const group = first === 'core' ? '' : first;
  const isInside = parts[0] === 'namespaces' && parts.length > 2 && !isNamespaceSubresource(parts);
  const [resource = '', name = '', subresource = ''] = isInside ? parts.slice(2) : parts;
  const namespace = isInside ? (parts[1] ?? '') : '';
  if (verb === 'create' && subresource === '') return { verb, group, resource, subresource, name: '', namespace };
  const isNamespaceItself = group === '' && resource === 'namespaces';
  return {
    verb,
    group,
    resource,
    subresource,
    name: verb === 'deletecollection' ? '' : name,
    namespace: isNamespaceItself ? name : namespace,
  };
}

function isNamespaceSubresource(parts: readonly string[]): boolean {
  return parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize');
}

function groupsOf(user: string, reason: string): string[] {
  const [, group] = /\bto Group "((?:[^"\\]|\\.)*)"/.exec(reason) ?? [];
  const [namespace, name] = user.startsWith('system:serviceaccount:') ? user.split(':').slice(2) : [];
  const implied = name === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [
    ...new Set([
      ...implied,
      user === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated',
      ...(group === undefined ? [] : [group]),
    ]),
  ];
}
