import type { Check } from './check.ts';
import { clusterRoleNonAdminClusterWide } from './cluster-roles/clusterrole-non-admin-cluster-wide.ts';
import { clusterRoleNonAdminNamespacedUse } from './cluster-roles/clusterrole-non-admin-namespaced-use.ts';
import { clusterRoleNonAdminUnusedScope } from './cluster-roles/clusterrole-non-admin-unused-scope.ts';
import { nodesKubelet } from './execution/nodes-kubelet.ts';
import { danglingRoleRef } from './hygiene/dangling-roleref.ts';
import { danglingSa } from './hygiene/dangling-sa.ts';
import { deadRule } from './hygiene/dead-rule.ts';
import { emptyBinding } from './hygiene/empty-binding.ts';
import { emptyRole } from './hygiene/empty-role.ts';
import { resourceNamesIllusion } from './hygiene/resourcenames-illusion.ts';
import { unusedRole } from './hygiene/unused-role.ts';
import { secretsCreateToken } from './secrets/secrets-create-token.ts';
import { secretsListWatch } from './secrets/secrets-list-watch.ts';
import { secretsRead } from './secrets/secrets-read.ts';
import { clusterAdminBinding } from './wildcards/cluster-admin-binding.ts';
import { clusterAdminEquivalent } from './wildcards/cluster-admin-equivalent.ts';
import { wildcardApiGroups } from './wildcards/wildcard-apigroups.ts';
import { wildcardNonresourceUrls } from './wildcards/wildcard-nonresource-urls.ts';
import { wildcardResources } from './wildcards/wildcard-resources.ts';
import { wildcardVerbs } from './wildcards/wildcard-verbs.ts';

/** All checks there are, in the order of the catalogue. A check that is not listed here does not run. */
export const registry: readonly Check[] = [
  clusterAdminBinding,
  clusterAdminEquivalent,
  wildcardResources,
  wildcardVerbs,
  wildcardApiGroups,
  wildcardNonresourceUrls,
  secretsRead,
  secretsListWatch,
  secretsCreateToken,
  ...nodesKubelet,
  clusterRoleNonAdminClusterWide,
  clusterRoleNonAdminNamespacedUse,
  clusterRoleNonAdminUnusedScope,
  danglingRoleRef,
  danglingSa,
  unusedRole,
  emptyRole,
  emptyBinding,
  deadRule,
  resourceNamesIllusion,
];
