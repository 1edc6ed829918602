import type { Check } from '../check.ts';
import { consequence, controlled, fullControlGrants, fullControlLevels } from '../full-control.ts';
import { factsOf } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';

export const clusterAdminBinding: Check = {
  id: 'cluster-admin-binding',
  title: 'ClusterRole cluster-admin is bound to a subject',
  kind: 'risk',
  base: 'critical',
  references: [docs.leastPrivilege, docs.userFacingRoles, cis('5.1.1'), attack('T1078')],
  impliedBy: [],
  remediation:
    'Bind a role that names what the subject really does; keep cluster-admin for one break-glass group. rbac-audit what-can shows all that the subject holds.',
  run: (access) => factsOf(fullControlGrants(access).filter(({ role }) => role.kind === 'ClusterRole' && role.name === 'cluster-admin')),
  levels: () => fullControlLevels,
  say: (fact) => ({ statement: 'can do everything', where: controlled(fact), detail: `ClusterRole/cluster-admin. ${consequence(fact)}` }),
};
