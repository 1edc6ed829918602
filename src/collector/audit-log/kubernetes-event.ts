import type { Request } from '../../model/request.ts';
import type { Identity } from '../../model/subject.ts';
import { type Fields, isFields, isStringList } from '../fields.ts';
import { type ActingAs, isStage, type LoggedRequest } from './logged-request.ts';
import { isLegacyWatch, namespaceIn, pathOf, selectedName } from './request-uri.ts';

const group = 'audit.k8s.io/';
const versions: ReadonlySet<unknown> = new Set(['audit.k8s.io/v1', 'audit.k8s.io/v1beta1']);
const nobody: readonly string[] = [];

/**
 * Reads an event of audit.k8s.io/v1 or v1beta1. Items of an EventList name no kind and no version.
 * `other-version` tells that it is an audit event of a version that is not known; undefined that it is none.
 */
export function readKubernetesEvent(event: Fields): LoggedRequest | 'other-version' | undefined {
  const { apiVersion, auditID, stage } = event;
  if (!versions.has(apiVersion) && apiVersion !== undefined) {
    return typeof apiVersion === 'string' && apiVersion.startsWith(group) && event.kind === 'Event' ? 'other-version' : undefined;
  }
  if (typeof auditID !== 'string' || !isStage(stage)) return undefined;
  const { user, annotations, responseStatus } = event;
  const notes = isFields(annotations) ? annotations : {};
  return {
    id: auditID,
    stage,
    level: textOf(event.level),
    time: Date.parse(textOf(event.requestReceivedTimestamp) || textOf(event.stageTimestamp) || textOf(event.timestamp)),
    identity: identityOf(user),
    actingAs: actingAs(event),
    request: requestOf(event.objectRef, textOf(event.requestURI), textOf(event.verb)),
    code: isFields(responseStatus) && typeof responseStatus.code === 'number' ? responseStatus.code : 0,
    decision: textOf(notes['authorization.k8s.io/decision']),
    reason: textOf(notes['authorization.k8s.io/reason']),
    withoutGroups: false,
  };
}

/** Every request for a resource has an objectRef; the URI tells what of it was asked for, and what was found in the body. */
export function requestOf(objectRef: unknown, uri: string, verb: string): Request {
  if (!isFields(objectRef)) return { verb, path: pathOf(uri) };
  const group = textOf(objectRef.apiGroup);
  const resource = textOf(objectRef.resource);
  const subresource = textOf(objectRef.subresource);
  let name = textOf(objectRef.name);
  let namespace = textOf(objectRef.namespace);
  if (verb === 'create' && subresource === '') {
    // LogRequestObject fills in name and namespace of what is created.
    name = '';
    if (uri !== '') namespace = namespaceIn(uri);
  } else if (verb === 'deletecollection') {
    name = '';
  } else if ((verb === 'list' || verb === 'watch') && uri !== '' && (name === '' || !isLegacyWatch(uri))) {
    name = selectedName(uri);
  }
  return { verb, group, resource, subresource, name, namespace };
}

function actingAs({ impersonatedUser, authenticationMetadata }: Fields): ActingAs | undefined {
  if (!isFields(impersonatedUser)) return undefined;
  const extra = isFields(impersonatedUser.extra) ? Object.entries(impersonatedUser.extra) : [];
  return {
    identity: identityOf(impersonatedUser),
    uid: textOf(impersonatedUser.uid),
    extra: new Map(extra.map(([key, values]) => [key, texts(values)])),
    constraint: isFields(authenticationMetadata) ? textOf(authenticationMetadata.impersonationConstraint) : '',
  };
}

/** The user of an event, or whom it names as impersonated. */
export function identityOf(user: unknown): Identity {
  return isFields(user) ? { user: textOf(user.username), groups: texts(user.groups) } : { user: '', groups: nobody };
}

/** The string, or nothing for anything else. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return isStringList(value) ? value : nobody;
}
