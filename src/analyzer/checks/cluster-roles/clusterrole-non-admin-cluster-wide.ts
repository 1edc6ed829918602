import { harmlessRules } from '../../../facts/harmless.ts';
import type { Use } from '../../../model/grant.ts';
import type { Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Access } from '../../access/access.ts';
import { covers } from '../../access/covers.ts';
import type { Check, Fact } from '../check.ts';
import { factsOfUses } from '../grants.ts';
import { livesInNamespaces } from '../reach.ts';
import { attack, cis, docs } from '../references.ts';
import { isInert } from '../rules.ts';
import { always } from '../severity.ts';
import type { Surroundings } from '../surroundings.ts';
import { saysMore } from './says-more.ts';

const couldBeRoleBinding = 'crb-could-be-rb';

export const clusterRoleNonAdminClusterWide: Check = {
  id: 'clusterrole-non-admin-cluster-wide',
  title: 'Somebody who is no admin holds a ClusterRole in all namespaces',
  kind: 'risk',
  base: 'low',
  references: [docs.leastPrivilege, docs.roleBindings, cis('5.1.1'), attack('T1078')],
  impliedBy: saysMore,
  remediation: 'Replace the ClusterRoleBinding by RoleBindings in the namespaces where the rights are used.',
  run: facts,
  levels: () => always('low'),
  fromContent: (worst) => worst,
  say({ role, notes }) {
    const name = role?.name ?? '';
    return notes?.includes(couldBeRoleBinding)
      ? {
          statement: `can use ClusterRole/${name}`,
          detail: `All that ClusterRole/${name} grants lives in namespaces, and the ClusterRoleBinding grants it in every one of them, kube-system and future ones included.`,
        }
      : {
          statement: `can use ClusterRole/${name}`,
          detail: `ClusterRole/${name} grants more than what is harmless for everyone (discovery, reading cluster-scoped types that hold no secrets), in every namespace, future ones included.`,
          remediation:
            'Split the ClusterRole: what concerns cluster-scoped resources stays in a small ClusterRole with a ClusterRoleBinding, the rest is bound by RoleBindings where it is used.',
        };
  },
};

function* facts(access: Access, { isAdmin }: Surroundings): Generator<Fact> {
  const harmless = harmlessRules();
  const uses: Use[] = [];
  const beyond = new Map<Role, Rule[]>();
  for (const role of access.roles) {
    if (role.kind !== 'ClusterRole') continue;
    const clusterWide = access.usesOf(role).filter(({ scope, subject }) => scope === '*' && !isAdmin(subject));
    const rules = clusterWide.length === 0 ? [] : role.rules.filter((rule) => !isInert(rule) && !covers(harmless, [rule]));
    if (rules.length === 0) continue;
    beyond.set(role, rules);
    for (const use of clusterWide) uses.push(use);
  }
  for (const { use, fact } of factsOfUses(uses)) {
    const inNamespaces = beyond.get(use.role)?.every((rule) => livesInNamespaces(rule, access.snapshot.discovery));
    yield inNamespaces ? { ...fact, notes: [couldBeRoleBinding] } : fact;
  }
}
