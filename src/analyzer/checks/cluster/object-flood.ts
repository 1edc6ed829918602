import type { Discovery } from '../../../model/discovery.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import { isAnonymous, isAuthenticated, serviceAccountsOf } from '../../access/audience.ts';
import { verbMatches } from '../../access/match.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { countsInNamespaces } from '../reach.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { isNamed, writes } from '../rules.ts';

const create = requestsFor('create', '', '*');

/** True if a rule lets objects of some kind be created that live in namespaces; custom resources fill etcd as well. */
function creates(rule: Rule, discovery: Discovery): boolean {
  const stored = rule.resources.filter((resource) => !resource.includes('/'));
  if (stored.length === 0 || isNamed(rule) || !verbMatches(rule, 'create')) return false;
  const creating = { ...rule, resources: stored, verbs: ['create'] };
  return writes(creating) && countsInNamespaces(creating, discovery);
}

/** Those whom nobody chose one by one. */
function isUntrusted(subject: Subject): boolean {
  const isDefault = subject.kind === 'ServiceAccount' && subject.name === 'default';
  return isDefault || isAnonymous(subject) || isAuthenticated(subject) || serviceAccountsOf(subject) !== undefined;
}

export const objectFlood = risk({
  id: 'object-flood',
  title: 'A subject that anybody can be may create any number of objects',
  requests: create,
  run: (access) => {
    const grants = grantsOfRules(access, (rule) => creates(rule, access.snapshot.discovery));
    return factsOf(grants.filter(({ subject }) => isUntrusted(subject)));
  },
  levels: byScope('info', 'info'),
  statement: 'can create any number of objects',
  detail:
    'Every object takes room in etcd, which the whole cluster shares: a loop that creates ConfigMaps is enough to stop the API server. Quotas on the number of objects prevent it; whether there are any is not read.',
  remediation:
    'Bind the subjects that need it, and set a quota on the number of objects (count/configmaps and the like) in each namespace.',
  references: [docs.objectCreation, docs.resourceQuotas, attack('T1499')],
});
