import type { Rule } from '../../model/rule.ts';
import type { ResourcePattern } from '../access/access.ts';
import { groupMatches, type RuleBody, resourceMatches, verbMatches } from '../access/match.ts';
import { podMakers } from './pod-makers.ts';
import { requestsFor, writeVerbs } from './requests.ts';
import { isNamed, readsSecrets, writes } from './rules.ts';

/** What the rules of a role come to: other identities or the nodes (`takeover`), changing objects (`write`), or neither (`read`). */
export type RolePower = 'takeover' | 'write' | 'read';

const rbac = 'rbac.authorization.k8s.io';

/** Requests by which somebody becomes other than they are: identities, nodes, Secrets, and what decides about all of them. */
const takeovers: readonly ResourcePattern[] = [
  ...requestsFor('get list watch', '', 'secrets'),
  ...requestsFor('create', '', 'serviceaccounts/token', 'pods/exec', 'pods/attach', 'persistentvolumes'),
  ...requestsFor('update patch', '', 'pods', 'pods/ephemeralcontainers'),
  ...requestsFor('get create update patch delete', '', 'nodes/proxy'),
  ...requestsFor('get', '', 'pods/exec'),
  ...requestsFor('impersonate', '', 'users', 'groups', 'serviceaccounts'),
  ...requestsFor('bind escalate', rbac, 'roles', 'clusterroles'),
  ...requestsFor('approve sign', 'certificates.k8s.io', 'signers'),
  ...requestsFor(writeVerbs, 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'),
  ...requestsFor(writeVerbs, 'apiregistration.k8s.io', 'apiservices'),
  ...podMakers,
];

/** Requests that read by their verb only: what is sent through them is up to the pod or Service at the other end. */
const streams = requestsFor('get', '', 'pods/attach', 'pods/proxy', 'services/proxy');

const readingUrls: ReadonlySet<string> = new Set(['get', 'head', 'options']);

/** True if a rule lets something be changed, run or sent, or Secrets be read: what nobody should do without logging in. */
export function exposes(rule: Rule): boolean {
  return writes(rule) || readsSecrets(rule) || powerOfRule(rule) === 'takeover' || streams.some((request) => allows(rule, request));
}

/** True if a rule lets anything be sent to a URL that is no object's. */
export function writesUrls({ nonResourceURLs, verbs }: RuleBody): boolean {
  return nonResourceURLs.length > 0 && verbs.some((verb) => !readingUrls.has(verb));
}

/** What a rule comes to by itself. */
export function powerOfRule(rule: RuleBody): RolePower {
  if (takeovers.some((request) => allows(rule, request))) return 'takeover';
  return writes(rule) ? 'write' : 'read';
}

/** The most that some rule of a role comes to. */
export function powerOfRules(rules: readonly RuleBody[]): RolePower {
  const powers = new Set(rules.map(powerOfRule));
  return (['takeover', 'write'] as const).find((power) => powers.has(power)) ?? 'read';
}

/** True if a rule allows some such request; a create has no name. */
export function allows(rule: RuleBody, { verb, group, resource, subresource }: ResourcePattern): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  if (!verbMatches(rule, verb) || !groupMatches(rule, group) || !resourceMatches(rule, combined, subresource)) return false;
  return verb !== 'create' || subresource !== '' || !isNamed(rule);
}
