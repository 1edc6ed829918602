import type { RuleBody } from '../analyzer/access/match.ts';
import type { ServedResource } from '../facts/served.ts';
import { pathVerbs } from '../facts/verbs.ts';
import { isPathRequest, type Request, type ResourceRequest } from '../model/request.ts';
import type { Box } from './box.ts';

/** A string that occurs in none of the boxes: it stands for everything that nobody has named. */
export function freshConstant(boxes: readonly Box[]): string {
  const named = boxes.flatMap(({ scope, rule }) => [
    scope,
    ...rule.verbs,
    ...rule.apiGroups,
    ...rule.resources,
    ...rule.resourceNames,
    ...rule.nonResourceURLs,
  ]);
  let fresh = 'anything-else';
  while (named.some((text) => text.includes(fresh))) fresh += '-else';
  return fresh;
}

/**
 * The corner points of a box: the requests that stand for all of it. A side that is a list gives its elements, a side that
 * is open (`*`, `*` + `/sub`, no names, the end of a URL prefix, all namespaces) gives `other`, which only an equally open
 * side of another rule can match. So a union of boxes that allows all corners allows the whole box.
 */
export function* cornersOf({ scope, rule }: Box, other: string): Generator<Request> {
  const verbs = rule.verbs.map((verb) => (verb === '*' ? other : verb));
  const groups = rule.apiGroups.map((group) => (group === '*' ? other : group));
  const names = rule.resourceNames.length === 0 ? [other, ''] : rule.resourceNames;
  const namespaces = scope === '*' ? [other, ''] : [scope];
  for (const verb of verbs) {
    for (const group of groups) {
      for (const combined of rule.resources) {
        const { resource, subresource } = splitResource(combined, other);
        for (const name of names) for (const namespace of namespaces) yield { verb, group, resource, subresource, name, namespace };
      }
    }
    for (const url of rule.nonResourceURLs) yield { verb, path: openPath(url, other) };
  }
}

/** What the API serves of that for which an open corner stands, in the same place and for the same name; nothing for other corners. */
export function* servedAt(corner: Request, other: string, served: readonly ServedResource[]): Generator<Request> {
  if (isPathRequest(corner)) {
    if (corner.verb === other) for (const verb of pathVerbs) yield { ...corner, verb };
    return;
  }
  if (![corner.verb, corner.group, corner.resource].includes(other)) return;
  for (const { group, resource: combined, verbs } of served) {
    if (corner.group !== other && corner.group !== group) continue;
    const sides = splitResource(combined, other);
    if (corner.resource !== other && corner.resource !== sides.resource) continue;
    // `*` alone stands for subresources too.
    const isAnything = corner.resource === other && corner.subresource === '';
    if (!isAnything && corner.subresource !== sides.subresource) continue;
    const asked = corner.verb === other ? verbs : verbs.filter((verb) => verb === corner.verb);
    for (const verb of asked) yield { ...corner, ...sides, group, verb };
  }
}

/**
 * Every request that can be made of the constants in the boxes and of `other`, or undefined where that is more than `limit`:
 * matching does not depend on what unnamed constants are called, so these decide exactly what the boxes allow.
 */
export function allPoints(boxes: readonly Box[], other: string, limit: number): Request[] | undefined {
  const rules = boxes.map((box) => box.rule);
  const verbs = named(rules, 'verbs', other);
  const groups = named(rules, 'apiGroups', other);
  const resources = resourcesIn(rules, other);
  const names = [...named(rules, 'resourceNames', other), ''];
  const namespaces = [...new Set([...boxes.map((box) => box.scope).filter((scope) => scope !== '*'), other, ''])];
  const paths = [
    ...new Set(rules.flatMap((rule) => rule.nonResourceURLs.flatMap((url) => [openPath(url, other), closedPath(url)]))),
    `/${other}`,
  ];
  const size = verbs.length * (groups.length * resources.length * names.length * namespaces.length + paths.length);
  if (size > limit) return undefined;

  const points: Request[] = [];
  for (const verb of verbs) {
    for (const path of paths) points.push({ verb, path });
    for (const group of groups) {
      for (const resource of resources) {
        for (const name of names) for (const namespace of namespaces) points.push({ verb, group, ...resource, name, namespace });
      }
    }
  }
  return points;
}

/** The constants in one field of the rules, and one that is in none. */
function named(rules: readonly RuleBody[], field: 'verbs' | 'apiGroups' | 'resourceNames', other: string): string[] {
  return [...new Set([...rules.flatMap((rule) => rule[field]), other])];
}

type ResourceSides = Pick<ResourceRequest, 'resource' | 'subresource'>;

/** The named resources and one other, each alone and with each named subresource and one other. */
function resourcesIn(rules: readonly RuleBody[], other: string): ResourceSides[] {
  const sides = rules.flatMap((rule) => rule.resources).map((combined) => splitResource(combined, other));
  const resources = new Set([...sides.map((side) => side.resource), other]);
  const subresources = new Set([...sides.map((side) => side.subresource), '', other]);
  return [...resources].flatMap((resource) => [...subresources].map((subresource) => ({ resource, subresource })));
}

/** A resource as rules spell it, as a request would: `*` and the `*` of `*` + `/sub` stand for a resource that nobody has named. */
function splitResource(combined: string, other: string): ResourceSides {
  const slash = combined.indexOf('/');
  const resource = slash < 0 ? combined : combined.slice(0, slash);
  return { resource: resource === '*' ? other : resource, subresource: slash < 0 ? '' : combined.slice(slash + 1) };
}

function openPath(url: string, other: string): string {
  return url.endsWith('*') ? closedPath(url) + other : url;
}

/** The shortest path that a URL prefix covers. */
function closedPath(url: string): string {
  return url.replace(/\*+$/, '');
}
