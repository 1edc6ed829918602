import type { Severity } from '../../../model/finding.ts';
import type { Check } from '../check.ts';
import { factsOf, grantsOfRules } from '../grants.ts';
import { attack, cis, docs } from '../references.ts';
import { always } from '../severity.ts';

interface Variant {
  id: string;
  name: string;
  level: Severity;
  statement: string;
  detail: string;
}

const variants: readonly Variant[] = [
  {
    id: 'admin-bound-cluster-wide',
    name: 'admin',
    level: 'critical',
    statement: 'is admin of every namespace',
    detail:
      'ClusterRole/admin is made for one namespace: it includes its Secrets, its ServiceAccounts, exec, and its roles and bindings. In all namespaces at once, kube-system included, that is the cluster.',
  },
  {
    id: 'edit-bound-cluster-wide',
    name: 'edit',
    level: 'high',
    statement: 'can edit everything in every namespace',
    detail:
      'ClusterRole/edit is made for one namespace: it includes Secrets, exec, and acting as any ServiceAccount. In kube-system that leads to the whole cluster.',
  },
  {
    id: 'view-bound-cluster-wide',
    name: 'view',
    level: 'low',
    statement: 'can view every namespace',
    detail:
      'ClusterRole/view leaves Secrets out, but ConfigMaps, the environment of pods and their logs often hold passwords all the same.',
  },
];

/** The roles that Kubernetes has made for people in one namespace, bound in all of them. */
export const defaultRoleClusterWide: readonly Check[] = variants.map(({ id, name, level, statement, detail }) => ({
  id,
  page: 'default-role-cluster-wide',
  title: `ClusterRole ${name} is bound in all namespaces`,
  kind: 'risk',
  base: level,
  references: [docs.userFacingRoles, docs.leastPrivilege, cis('5.1.1'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  remediation: 'Bind it by RoleBindings in the namespaces that the subject works in.',
  run: (access) =>
    factsOf(grantsOfRules(access, (_, role) => role.kind === 'ClusterRole' && role.name === name)).filter(({ scope }) => scope === '*'),
  levels: () => always(level),
  say: () => ({ statement, where: '', detail }),
}));
