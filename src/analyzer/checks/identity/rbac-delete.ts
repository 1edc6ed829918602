import { groupMatches, resourceMatches } from '../../access/match.ts';
import { attack, docs } from '../references.ts';
import { requestsFor } from '../requests.ts';
import { byScope, risk } from '../risk.ts';
import { rulesOf } from '../rules.ts';
import { list } from '../wording.ts';
import { rbac } from './named-roles.ts';

const kinds = new Map([
  ['clusterrolebindings', 'ClusterRoleBindings'],
  ['clusterroles', 'ClusterRoles'],
  ['rolebindings', 'RoleBindings'],
  ['roles', 'Roles'],
]);

export const rbacDelete = risk({
  id: 'rbac-delete',
  title: 'A subject can delete roles or bindings',
  requests: requestsFor('delete deletecollection', rbac, ...kinds.keys()),
  levels: byScope('high', 'medium'),
  statement: ({ because, scope }) => {
    const rules = rulesOf(because).filter((rule) => groupMatches(rule, rbac));
    const matched = [...kinds].filter(([resource]) => rules.some((rule) => resourceMatches(rule, resource, '')));
    return `can delete ${list(matched.flatMap(([, kind]) => (scope !== '*' && kind.startsWith('Cluster') ? [] : [kind])))}`;
  },
  detail:
    'Nobody checks who deletes: operators stop, people are locked out, and what they would do against an attacker they may not do any more.',
  remediation: 'Take delete and deletecollection away; name the objects where a controller removes what it made.',
  references: [docs.leastPrivilege, docs.escalationPrevention, attack('T1531')],
  impliedBy: ['escalate-roles', 'bind-roles', 'clusterrolebindings-write', 'rolebindings-write', 'clusterroles-write', 'roles-write'],
});
