import { isDefaultRoleName } from '../../../facts/expected.ts';
import type { Role } from '../../../model/role.ts';
import type { Access } from '../../access/access.ts';
import { aggregatedRoles } from '../aggregated.ts';
import type { Check, Fact } from '../check.ts';
import { docs } from '../references.ts';

export const clusterRoleNonAdminUnusedScope: Check = {
  id: 'clusterrole-non-admin-unused-scope',
  title: 'A ClusterRole is used in one namespace only',
  kind: 'lint',
  base: 'info',
  references: [docs.leastPrivilege, docs.roleBindings],
  impliedBy: [],
  remediation: 'Make it a Role of that namespace, and the bindings refer to the Role: then nobody can bind it elsewhere.',
  run: facts,
  say: ({ scope }) => ({
    statement: `is used in ${scope} only`,
    where: '',
    detail: `All bindings to it in the input are RoleBindings in ${scope}.`,
  }),
};

function* facts(access: Access): Generator<Fact> {
  const isSource = aggregatedRoles(access);
  for (const role of access.roles) {
    if (role.kind !== 'ClusterRole' || role.aggregation || isDefaultRoleName(role) || isSource(role)) continue;
    const namespace = onlyNamespace(access, role);
    if (namespace === undefined) continue;
    const bindings = access.bindingsOf(role);
    yield {
      object: { kind: role.kind, name: role.name },
      role,
      scope: namespace,
      because: bindings.map((binding) => ({ binding, role })),
    };
  }
}

/** The one namespace in which all bindings of a role are. */
function onlyNamespace(access: Access, role: Role): string | undefined {
  const namespaces = new Set(access.bindingsOf(role).map(({ namespace }) => namespace));
  return namespaces.size === 1 ? [...namespaces][0] : undefined;
}
