import type { Check, Fact } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { livesInNamespaces } from '../reach.ts';
import { attack, cis, docs } from '../references.ts';

export const crbCouldBeRb: Check = {
  id: 'crb-could-be-rb',
  title: 'A ServiceAccount holds in all namespaces what lives in namespaces only',
  kind: 'lint',
  base: 'low',
  references: [docs.leastPrivilege, docs.roleBindings, cis('5.1.1'), attack('T1078')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent', 'clusterrole-non-admin-cluster-wide'],
  remediation: 'Replace the ClusterRoleBinding by RoleBindings in the namespaces where the workload works.',
  *run(access, { isAdmin }): Generator<Fact> {
    const { discovery } = access.snapshot;
    const local = access.roles.filter(
      ({ kind, rules }) => kind === 'ClusterRole' && rules.length > 0 && rules.every((rule) => livesInNamespaces(rule, discovery)),
    );
    const uses = local.flatMap((role) => access.usesOf(role));
    const byAccounts = uses.filter(({ subject, scope }) => scope === '*' && subject.kind === 'ServiceAccount' && !isAdmin(subject));
    for (const { fact } of factsOfUses(byAccounts)) yield fact;
  },
  say: ({ role }) => ({
    statement: `can use ClusterRole/${role?.name}`,
    detail: `All that ClusterRole/${role?.name} grants lives in namespaces: RoleBindings would grant it where it is used, and not in kube-system and in every namespace to come.`,
  }),
};
