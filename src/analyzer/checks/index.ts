import type { Judgement, Severity } from '../../model/finding.ts';
import type { Access } from '../access/access.ts';
import type { Check } from './check.ts';
import { clusterAdminBinding } from './cluster-admin-binding.ts';
import { clusterAdminEquivalent } from './cluster-admin-equivalent.ts';
import { clusterRoleNonAdminClusterWide } from './clusterrole-non-admin-cluster-wide.ts';
import { clusterRoleNonAdminNamespacedUse } from './clusterrole-non-admin-namespaced-use.ts';
import { clusterRoleNonAdminUnusedScope } from './clusterrole-non-admin-unused-scope.ts';
import { danglingRoleRef } from './dangling-roleref.ts';
import { danglingSa } from './dangling-sa.ts';
import { deadRule } from './dead-rule.ts';
import { emptyBinding } from './empty-binding.ts';
import { emptyRole } from './empty-role.ts';
import { type CheckOptions, findings } from './findings.ts';
import { resourceNamesIllusion } from './resourcenames-illusion.ts';
import { secretsListWatch } from './secrets-list-watch.ts';
import { secretsRead } from './secrets-read.ts';
import { unusedRole } from './unused-role.ts';
import { wildcardApiGroups } from './wildcard-apigroups.ts';
import { wildcardNonresourceUrls } from './wildcard-nonresource-urls.ts';
import { wildcardResources } from './wildcard-resources.ts';
import { wildcardVerbs } from './wildcard-verbs.ts';

export type { CheckOptions } from './findings.ts';

/** All checks there are, in the order of the catalogue. A check that is not listed here does not run. */
const registry: readonly Check[] = [
  clusterAdminBinding,
  clusterAdminEquivalent,
  wildcardResources,
  wildcardVerbs,
  wildcardApiGroups,
  wildcardNonresourceUrls,
  secretsRead,
  secretsListWatch,
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

/** A check as the catalogue shows it. */
export interface CheckEntry {
  id: string;
  title: string;
  kind: 'risk' | 'lint';
  base: Severity;
  references: readonly string[];
  remediation: string;
}

/** The catalogue of checks. */
export const checks: readonly CheckEntry[] = registry.map(({ id, title, kind, base, references, remediation }) => {
  return { id, title, kind, base, references, remediation };
});

/** Runs all checks over what a snapshot grants: judged by scope and subject, folded, worst first. */
export function runChecks(access: Access, options: CheckOptions = {}): Judgement {
  return findings(access, registry, options);
}
