import type { Check, Fact } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { always } from '../severity.ts';

const broad: ReadonlySet<string> = new Set(['admin', 'cluster-admin', 'edit']);

export const namespaceAdminInSensitiveNs: Check = {
  id: 'namespace-admin-in-sensitive-ns',
  title: 'A RoleBinding gives admin, edit or cluster-admin in a namespace from which the cluster can be captured',
  kind: 'risk',
  base: 'critical',
  references: [docs.userFacingRoles, docs.workloadCreation, attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation:
    'Bind a role that names what the subject does there, without Secrets, pods, exec and ServiceAccount tokens; or move what is so powerful to a namespace of its own.',
  isLate: true,
  *run(access, { isSensitive }): Generator<Fact> {
    const facts = factsOf(grantsOfRules(access, (_, role) => role.kind === 'ClusterRole' && broad.has(role.name)));
    for (const fact of facts) if (fact.scope !== '*' && isSensitive(fact.scope)) yield fact;
  },
  levels: () => always('critical'),
  say: ({ role, scope }) => ({
    statement: `is ${role?.name}`,
    detail: `${scope} hosts a ServiceAccount that can take over the cluster: whoever runs a pod there, or reads a token, can do what it can.`,
  }),
};
