import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { byScope, wideRules } from '../risk.ts';

export const nodeRoleBinding: Check = {
  id: 'node-role-binding',
  title: 'ClusterRole system:node is bound to a subject',
  kind: 'risk',
  base: 'high',
  references: [docs.nodeAuthorizer, docs.coreComponentRoles, attack('T1552.007')],
  impliedBy: wideRules,
  remediation: 'Delete the binding: the Node authorizer gives each node what concerns its own pods.',
  run: (access) => factsOf(grantsOfRules(access, (_, role) => role.kind === 'ClusterRole' && role.name === 'system:node')),
  levels: () => byScope('high', 'medium', 'high'),
  say: () => ({
    statement: 'has the rights of every node',
    detail:
      'The Node authorizer lets a node read the Secrets of its own pods only. A binding of system:node goes around it: one captured node reads those of all pods.',
  }),
};
