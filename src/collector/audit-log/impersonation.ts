import type { Request } from '../../model/request.ts';
import type { ActingAs } from './logged-request.ts';

const authentication = 'authentication.k8s.io';
const serviceAccountPrefix = 'system:serviceaccount:';
const nodePrefix = 'system:node:';
const authenticated = 'system:authenticated';
/** From so many groups or values on, constrained impersonation asks for all of them at once, by the name `*`. */
const many = 4;

/**
 * What a user needs to act as somebody else (apiserver/pkg/endpoints/filters/impersonation): the right to each part of the
 * identity, and, where it was constrained, the right to do this very thing in another's name.
 * The groups that the API server adds by itself are left out: the log does not tell whether they were asked for.
 */
export function impersonationNeeds(as: ActingAs, request: Request): Request[] {
  return as.constraint === '' ? plainNeeds(as) : constrainedNeeds(as, request);
}

function plainNeeds({ identity: { user, groups }, uid, extra }: ActingAs): Request[] {
  const verb = 'impersonate';
  return [
    identityNeed(verb, '', user),
    ...askedGroups(user, groups).map((name) => need(verb, '', 'groups', name)),
    ...(uid === '' ? [] : [need(verb, authentication, 'uids', uid)]),
    ...[...extra].flatMap(([key, values]) => values.map((value) => need(verb, authentication, `userextras/${key}`, value))),
  ];
}

function constrainedNeeds({ identity: { user, groups }, uid, extra, constraint }: ActingAs, request: Request): Request[] {
  const mode = constraint.replace(/^impersonate:/, '');
  const asked = askedGroups(user, groups);
  const values = [...extra].flatMap(([key, list]) => list.map((value) => ({ key, value })));
  return [
    mode.endsWith('-node')
      ? need(constraint, authentication, 'nodes', mode === 'associated-node' ? '*' : user.slice(nodePrefix.length))
      : identityNeed(constraint, authentication, user),
    ...(asked.length < many ? asked : ['*']).map((name) => need(constraint, authentication, 'groups', name)),
    ...(uid === '' ? [] : [need(constraint, authentication, 'uids', uid)]),
    ...(values.length < many
      ? values.map(({ key, value }) => need(constraint, authentication, `userextras/${key}`, value))
      : [need(constraint, authentication, 'userextras/*', '*')]),
    { ...request, verb: `impersonate-on:${mode}:${request.verb}` },
  ];
}

/** A name of the ServiceAccount form is always checked as that ServiceAccount, in its namespace. */
function identityNeed(verb: string, group: string, user: string): Request {
  const [namespace = '', name] = user.startsWith(serviceAccountPrefix) ? user.slice(serviceAccountPrefix.length).split(':') : [];
  return name === undefined ? need(verb, group, 'users', user) : { ...need(verb, group, 'serviceaccounts', name), namespace };
}

function need(verb: string, group: string, combined: string, name: string): Request {
  const slash = combined.indexOf('/');
  const resource = slash < 0 ? combined : combined.slice(0, slash);
  return { verb, group, resource, subresource: slash < 0 ? '' : combined.slice(slash + 1), name, namespace: '' };
}

function askedGroups(user: string, groups: readonly string[]): string[] {
  const asked = groups.filter((group) => group !== authenticated);
  const [namespace] = user.startsWith(serviceAccountPrefix) ? user.slice(serviceAccountPrefix.length).split(':') : [];
  if (namespace === undefined) return asked;
  const own = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  // Without groups of his own choice the ServiceAccount's come along; with some, only those.
  return own.every((group) => asked.includes(group)) ? asked.filter((group) => !own.includes(group)) : asked;
}
