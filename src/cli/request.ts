import { asSent } from '../analyzer/access/scope.ts';
import { nearest } from '../facts/nearest.ts';
import { type ResolvedResource, resolveResource } from '../facts/resolve.ts';
import { findResource, findSynthetic } from '../facts/served.ts';
import { isKnownVerb, isPathVerb, nearestVerb, pathVerbs } from '../facts/verbs.ts';
import type { PathQuestion, ResourceQuestion } from '../model/answer.ts';
import { UserError } from '../model/error.ts';
import type { Snapshot } from '../model/snapshot.ts';

export interface RequestArguments {
  verb: string;
  /** A resource in any of kubectl's spellings, or a path that starts with `/`. */
  resource: string;
  name?: string | undefined;
  subresource?: string | undefined;
  /** One namespace, `''` for all at once, undefined for anywhere. */
  namespace: string | undefined;
}

/** A question about a resource, with what is known of where the resource lives. */
export interface ResourceAsked {
  request: ResourceQuestion;
  namespaced: boolean | undefined;
}

/**
 * Turns VERB RESOURCE [NAME] into a question, as kubectl reads them. Throws a UserError for a resource that the cluster
 * does not serve; where only a built-in table is known, it gives a notice and takes the argument literally.
 */
export function readRequest(asked: RequestArguments, snapshot: Snapshot, notice: (line: string) => void): ResourceAsked | PathQuestion {
  if (asked.verb === '' || asked.resource === '') throw new UserError('VERB and RESOURCE must not be empty', 'for example: get pods');
  if (asked.resource.startsWith('/')) return readPath(asked, notice);
  const resource = chooseResource(asked, snapshot, notice);
  warnOfVerb(asked.verb, notice);
  const request: ResourceQuestion = {
    verb: asked.verb,
    group: resource.group,
    resource: resource.resource,
    subresource: resource.subresource,
    name: asked.name ?? '',
    namespace: asked.namespace,
  };
  return { request, namespaced: resource.namespaced };
}

/** The question as one request: a namespace is given, and cluster-scoped resources lose it as in their URL. */
export function asOneRequest({ request, namespaced }: ResourceAsked, namespace: string): ResourceQuestion & { namespace: string } {
  return asSent({ ...request, namespace }, namespaced);
}

function readPath({ verb, resource, name, subresource }: RequestArguments, notice: (line: string) => void): PathQuestion {
  if (subresource !== undefined) throw new UserError(`${resource} is a URL path; it has no subresources`, 'leave --subresource out');
  if (name !== undefined) throw new UserError(`${resource} is a URL path; it takes no name`, `leave ${name} out`);
  if (!isPathVerb(verb)) notice(`${verb} is no verb of URL paths; they are HTTP methods in lower case: ${pathVerbs.join(', ')}`);
  return { verb, path: resource };
}

function chooseResource(asked: RequestArguments, snapshot: Snapshot, notice: (line: string) => void): ResolvedResource {
  const argument = asked.subresource === undefined ? asked.resource : `${asked.resource}/${asked.subresource}`;
  const resolution = resolveResource(snapshot.discovery, argument);
  switch (resolution.outcome) {
    case 'found':
      if (resolution.alsoIn.length > 0) noticeOthers(resolution.resource, resolution.alsoIn, notice);
      if (asked.name !== undefined && subresourcesOf(snapshot, resolution.resource).includes(asked.name)) {
        notice(`${asked.name} is taken as the name of an object; for the subresource write ${argument}/${asked.name}`);
      }
      return resolution.resource;
    case 'name': {
      const { group, resource } = resolution.resource;
      const spelled = group === '' ? resource : `${resource}.${group}`;
      const meant = nearest(resolution.name, subresourcesOf(snapshot, resolution.resource));
      const asName = `for the object of that name write: ${asked.verb} ${spelled} ${resolution.name}`;
      throw new UserError(
        `${spelled} has no subresource ${resolution.name}`,
        meant === undefined ? asName : `did you mean ${spelled}/${meant}?`,
      );
    }
    case 'unknown':
      return unknownResource(resolution.resource, resolution.nearest, argument, snapshot, notice);
  }
}

/** The names of a resource's subresources, none where one is asked already. */
function subresourcesOf({ discovery }: Snapshot, { group, resource, subresource }: ResolvedResource): string[] {
  if (subresource !== '') return [];
  const served = findResource(discovery, group, resource)?.subresources ?? [];
  const synthetic = findSynthetic(group, resource)?.subresources ?? [];
  return [...served, ...synthetic].map(({ name }) => name);
}

function noticeOthers(resource: ResolvedResource, alsoIn: readonly string[], notice: (line: string) => void): void {
  const others = alsoIn.map((group) => (group === '' ? resource.resource : `${resource.resource}.${group}`)).join(', ');
  notice(
    `${resource.resource} is taken as ${resource.group === '' ? 'that of the core group' : `${resource.resource}.${resource.group}`}; there is also ${others}`,
  );
}

function unknownResource(
  literal: ResolvedResource,
  nearest: string | undefined,
  argument: string,
  { discovery, roles }: Snapshot,
  notice: (line: string) => void,
): ResolvedResource {
  const meant = nearest === undefined ? '' : `did you mean ${nearest}?`;
  if (discovery.complete)
    throw new UserError(`the cluster has no resource ${argument}`, meant || 'rbac-audit asks for the plural, singular, short name or kind');
  const groups = new Set(
    roles.flatMap((role) => role.rules.filter((rule) => rule.resources.includes(literal.resource)).flatMap((rule) => rule.apiGroups)),
  );
  groups.delete('*');
  const [group, ...others] = groups;
  if (literal.group === '' && group !== undefined && others.length === 0) {
    notice(
      `${argument} is no resource of Kubernetes itself; roles name it in ${group === '' ? 'the core group' : group}, so that is asked`,
    );
    return { ...literal, group };
  }
  notice(`${argument} is no resource of Kubernetes itself; asked literally${meant === '' ? '' : ` (${meant})`}`);
  return literal;
}

function warnOfVerb(verb: string, notice: (line: string) => void): void {
  if (isKnownVerb(verb)) return;
  const meant = nearestVerb(verb);
  notice(`${verb} is no verb that Kubernetes knows; asked literally${meant === undefined ? '' : ` (did you mean ${meant}?)`}`);
}
