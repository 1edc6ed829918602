import { type PodCreator, podCreators } from '../../facts/pod-creators.ts';
import { findResource } from '../../facts/served.ts';
import type { Grant, Scope } from '../../model/grant.ts';
import type { Rule } from '../../model/rule.ts';
import type { Access } from '../access/access.ts';
import { grantsOfNamedCreation, grantsOfRequests, requestsFor, writeVerbs } from './requests.ts';

const isKubernetes = ({ product }: PodCreator): boolean => product === 'Kubernetes';

/** The resources of operators that run pods or deploy anything. */
export const operatorCreators: readonly PodCreator[] = podCreators.filter((creator) => !isKubernetes(creator));

/** Requests that get pods of one's own making run: a pod, or what Kubernetes itself makes pods after. */
export const podMakers = [
  ...requestsFor('create', '', 'pods'),
  ...podCreators.filter(isKubernetes).flatMap(({ group, resource, fixed }) => requestsFor(fixed ? 'create' : writeVerbs, group, resource)),
];

/** Many checks ask for them, of the same access. */
const known = new WeakMap<Access, readonly Grant[]>();

/** The grants that get pods of one's own making run, those through server-side apply and through operators included. */
export function grantsOfPods(access: Access): readonly Grant[] {
  const found = known.get(access) ?? [
    ...grantsOfRequests(access, podMakers),
    ...grantsOfNamedCreation(access, podMakers, 'patch'),
    ...operatorCreators.flatMap((creator) => grantsOfOperator(access, creator)),
  ];
  known.set(access, found);
  return found;
}

/** The grants to write a resource of an operator, where it is there. */
export function grantsOfOperator(access: Access, creator: PodCreator): Grant[] {
  const grants = grantsOfRequests(access, requestsFor(writeVerbs, creator.group, creator.resource));
  return grants.filter(({ rule, scope }) => isThere(creator, rule, scope, access));
}

/** Whether a rule is about the resource in a scope: a wildcard for the API group stands for what is known to be there. */
export function isThere(
  { group, resource, namespaced }: PodCreator,
  rule: Rule,
  scope: Scope,
  { snapshot: { discovery } }: Access,
): boolean {
  if (!namespaced && scope !== '*') return false;
  return findResource(discovery, group, resource) !== undefined || (!discovery.complete && rule.apiGroups.includes(group));
}
