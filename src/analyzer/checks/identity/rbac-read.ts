import { isAnonymous } from '../../access/audience.ts';
import type { Check, Fact } from '../check.ts';
import { attack, docs } from '../references.ts';
import { factsOfRequests, requestsFor } from '../requests.ts';
import { risk } from '../risk.ts';
import { always } from '../severity.ts';
import { rbac } from './named-roles.ts';

const requests = requestsFor('get list watch', rbac, 'clusterrolebindings', 'clusterroles', 'rolebindings', 'roles');

export const rbacRead: Check = {
  ...risk({
    id: 'rbac-read',
    title: 'A subject can read roles and bindings',
    requests,
    levels: always('info'),
    statement: 'can read roles and bindings',
    detail: 'They tell who may do what: which account is worth stealing, and what can be had with it.',
    remediation: 'Take it away from those who neither administer nor audit RBAC.',
    references: [docs.leastPrivilege, attack('T1069')],
    impliedBy: ['escalate-roles', 'bind-roles', 'clusterrolebindings-write', 'rolebindings-write', 'clusterroles-write', 'roles-write'],
  }),
  run: (access) => factsOfRequests(access, requests).map(withAudience),
};

/** Strangers learn more from it than those who are in the cluster already. */
function withAudience(fact: Fact): Fact {
  const isStranger = fact.subject !== undefined && isAnonymous(fact.subject);
  return isStranger ? { ...fact, circumstances: [{ id: 'map', to: 'low', reason: 'a map of the cluster for strangers' }] } : fact;
}
