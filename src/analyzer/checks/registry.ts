import { admissionWebhooks } from './admission/admission-webhooks.ts';
import { admissionPolicyWrite } from './admission/admissionpolicy-write.ts';
import { apiServicesWrite } from './admission/apiservices-write.ts';
import { crdWrite } from './admission/crd-write.ts';
import { namespacesWrite } from './admission/namespaces-write.ts';
import { policyEngineWrite } from './admission/policy-engine-write.ts';
import type { Check } from './check.ts';
import { configMapsWrite } from './cluster/configmaps-write.ts';
import { deleteCollectionBroad } from './cluster/deletecollection-broad.ts';
import { eventsWrite } from './cluster/events-write.ts';
import { flowControlWrite } from './cluster/flowcontrol-write.ts';
import { leasesWrite } from './cluster/leases-write.ts';
import { objectFlood } from './cluster/object-flood.ts';
import { quotaLimitsWrite } from './cluster/quota-limits-write.ts';
import { storageVersionMigrationsWrite } from './cluster/storageversion-migrations-write.ts';
import { clusterRoleNonAdminClusterWide } from './cluster-roles/clusterrole-non-admin-cluster-wide.ts';
import { clusterRoleNonAdminNamespacedUse } from './cluster-roles/clusterrole-non-admin-namespaced-use.ts';
import { clusterRoleNonAdminUnusedScope } from './cluster-roles/clusterrole-non-admin-unused-scope.ts';
import { crbCouldBeRb } from './cluster-roles/crb-could-be-rb.ts';
import { defaultRoleClusterWide } from './cluster-roles/default-role-cluster-wide.ts';
import { namespaceAdminInSensitiveNs } from './cluster-roles/namespace-admin-in-sensitive-ns.ts';
import { classWrite } from './execution/class-write.ts';
import { httpProxy } from './execution/http-proxy.ts';
import { nodesKubelet } from './execution/nodes-kubelet.ts';
import { nodesProxy } from './execution/nodes-proxy.ts';
import { nodesStatusWrite } from './execution/nodes-status-write.ts';
import { nodesWrite } from './execution/nodes-write.ts';
import { persistentVolumesCreate } from './execution/persistentvolumes-create.ts';
import { podsAttach } from './execution/pods-attach.ts';
import { podsEphemeralContainers } from './execution/pods-ephemeralcontainers.ts';
import { podsExec } from './execution/pods-exec.ts';
import { podsExecGetOnly } from './execution/pods-exec-get-only.ts';
import { podsPortforward } from './execution/pods-portforward.ts';
import { policyUse } from './execution/policy-use.ts';
import { storageWrite } from './execution/storage-write.ts';
import { danglingRoleRef } from './hygiene/dangling-roleref.ts';
import { danglingSa } from './hygiene/dangling-sa.ts';
import { deadRule } from './hygiene/dead-rule.ts';
import { defaultRoleModified } from './hygiene/default-role-modified.ts';
import { deprecatedApiRule } from './hygiene/deprecated-api-rule.ts';
import { duplicateBinding } from './hygiene/duplicate-binding.ts';
import { duplicateRole } from './hygiene/duplicate-role.ts';
import { emptyBinding } from './hygiene/empty-binding.ts';
import { emptyRole } from './hygiene/empty-role.ts';
import { redundantGrant } from './hygiene/redundant-grant.ts';
import { resourceNamesIllusion } from './hygiene/resourcenames-illusion.ts';
import { shadowedRule } from './hygiene/shadowed-rule.ts';
import { unusedRole } from './hygiene/unused-role.ts';
import { aggregateLabelInjection } from './identity/aggregate-label-injection.ts';
import { aggregatedRoleRiskyContent } from './identity/aggregated-role-risky-content.ts';
import { aggregationBroadSelector } from './identity/aggregation-broad-selector.ts';
import { bindRoles } from './identity/bind-roles.ts';
import { cloudIdentityCrdWrite } from './identity/cloud-identity-crd-write.ts';
import { constrainedImpersonation } from './identity/constrained-impersonation.ts';
import { csrApprove } from './identity/csr-approve.ts';
import { csrAutoapproveNode } from './identity/csr-autoapprove-node.ts';
import { csrSign } from './identity/csr-sign.ts';
import { escalateRoles } from './identity/escalate-roles.ts';
import { impersonateExtraUid } from './identity/impersonate-extra-uid.ts';
import { impersonateServiceAccounts } from './identity/impersonate-serviceaccounts.ts';
import { impersonateUsersGroups } from './identity/impersonate-users-groups.ts';
import { rbacDelete } from './identity/rbac-delete.ts';
import { rbacRead } from './identity/rbac-read.ts';
import { rbacWrite } from './identity/rbac-write.ts';
import { reviews } from './identity/reviews.ts';
import { trustbundleAttest } from './identity/trustbundle-attest.ts';
import { dnsExternalDnsWrite } from './network/dns-externaldns-write.ts';
import { endpoints } from './network/endpoints.ts';
import { ingressGatewayWrite } from './network/ingress-gateway-write.ts';
import { monitoringCrdWrite } from './network/monitoring-crd-write.ts';
import { networkPolicyWrite } from './network/networkpolicy-write.ts';
import { services } from './network/services.ts';
import { bootstrapTokenWrite } from './secrets/bootstrap-token-write.ts';
import { configmapReadSecrets } from './secrets/configmap-read-secrets.ts';
import { csiTokenRequests } from './secrets/csi-tokenrequests.ts';
import { gitopsSecretCrdRead } from './secrets/gitops-secret-crd-read.ts';
import { saTokenCreate } from './secrets/sa-token-create.ts';
import { saWrite } from './secrets/sa-write.ts';
import { secretsCreateToken } from './secrets/secrets-create-token.ts';
import { secretsListWatch } from './secrets/secrets-list-watch.ts';
import { secretsRead } from './secrets/secrets-read.ts';
import { secretsWrite } from './secrets/secrets-write.ts';
import { tokenAudienceAny } from './secrets/token-audience-any.ts';
import { crossNamespaceSubject } from './subjects/cross-namespace-subject.ts';
import { defaultSaBinding } from './subjects/default-sa-binding.ts';
import { everybody } from './subjects/everybody.ts';
import { kubeSystemSaCustom } from './subjects/kube-system-sa-custom.ts';
import { nodeRoleBinding } from './subjects/node-role-binding.ts';
import { saTokenAutomount } from './subjects/sa-token-automount.ts';
import { staleUser } from './subjects/stale-user.ts';
import { systemMastersSubject } from './subjects/system-masters-subject.ts';
import { unusedSa } from './subjects/unused-sa.ts';
import { clusterAdminBinding } from './wildcards/cluster-admin-binding.ts';
import { clusterAdminEquivalent } from './wildcards/cluster-admin-equivalent.ts';
import { debugUrls } from './wildcards/debug-urls.ts';
import { wildcardApiGroups } from './wildcards/wildcard-apigroups.ts';
import { wildcardNonresourceUrls } from './wildcards/wildcard-nonresource-urls.ts';
import { wildcardResources } from './wildcards/wildcard-resources.ts';
import { wildcardVerbs } from './wildcards/wildcard-verbs.ts';
import { draWrite } from './workloads/dra-write.ts';
import { hpaPdbWrite } from './workloads/hpa-pdb-write.ts';
import { podsBinding } from './workloads/pods-binding.ts';
import { podsCreate } from './workloads/pods-create.ts';
import { podsEvictionDelete } from './workloads/pods-eviction-delete.ts';
import { podsStatusWrite } from './workloads/pods-status-write.ts';
import { podsUpdate } from './workloads/pods-update.ts';
import { pvcWrite } from './workloads/pvc-write.ts';
import { storedTemplatesWrite } from './workloads/stored-templates-write.ts';
import { workloadCrdWrite } from './workloads/workload-crd-write.ts';
import { workloadScale } from './workloads/workload-scale.ts';
import { workloadsWrite } from './workloads/workloads-write.ts';

/** All checks there are, in the order of the catalogue. A check that is not listed here does not run. */
export const registry: readonly Check[] = [
  clusterAdminBinding,
  clusterAdminEquivalent,
  wildcardResources,
  wildcardVerbs,
  wildcardApiGroups,
  wildcardNonresourceUrls,
  debugUrls,
  secretsRead,
  secretsListWatch,
  secretsCreateToken,
  podsExec,
  podsExecGetOnly,
  podsAttach,
  podsEphemeralContainers,
  podsPortforward,
  ...httpProxy,
  nodesProxy,
  secretsWrite,
  saTokenCreate,
  saWrite,
  tokenAudienceAny,
  csiTokenRequests,
  bootstrapTokenWrite,
  configmapReadSecrets,
  podsCreate,
  ...workloadsWrite,
  workloadScale,
  workloadCrdWrite,
  ...storedTemplatesWrite,
  podsUpdate,
  podsStatusWrite,
  podsBinding,
  podsEvictionDelete,
  hpaPdbWrite,
  draWrite,
  pvcWrite,
  ...nodesKubelet,
  nodesWrite,
  nodesStatusWrite,
  persistentVolumesCreate,
  ...storageWrite,
  ...policyUse,
  ...classWrite,
  escalateRoles,
  bindRoles,
  ...rbacWrite,
  rbacDelete,
  impersonateUsersGroups,
  impersonateServiceAccounts,
  impersonateExtraUid,
  constrainedImpersonation,
  csrApprove,
  csrSign,
  csrAutoapproveNode,
  trustbundleAttest,
  aggregateLabelInjection,
  aggregatedRoleRiskyContent,
  aggregationBroadSelector,
  ...reviews,
  rbacRead,
  ...admissionWebhooks,
  admissionPolicyWrite,
  policyEngineWrite,
  apiServicesWrite,
  crdWrite,
  ...namespacesWrite,
  networkPolicyWrite,
  ...configMapsWrite,
  ...services,
  ...endpoints,
  ingressGatewayWrite,
  dnsExternalDnsWrite,
  leasesWrite,
  eventsWrite,
  quotaLimitsWrite,
  flowControlWrite,
  objectFlood,
  storageVersionMigrationsWrite,
  deleteCollectionBroad,
  monitoringCrdWrite,
  gitopsSecretCrdRead,
  cloudIdentityCrdWrite,
  clusterRoleNonAdminClusterWide,
  clusterRoleNonAdminNamespacedUse,
  clusterRoleNonAdminUnusedScope,
  ...defaultRoleClusterWide,
  namespaceAdminInSensitiveNs,
  crbCouldBeRb,
  ...everybody,
  defaultSaBinding,
  systemMastersSubject,
  kubeSystemSaCustom,
  nodeRoleBinding,
  crossNamespaceSubject,
  unusedSa,
  saTokenAutomount,
  staleUser,
  danglingRoleRef,
  danglingSa,
  defaultRoleModified,
  unusedRole,
  emptyRole,
  emptyBinding,
  deadRule,
  resourceNamesIllusion,
  duplicateBinding,
  redundantGrant,
  duplicateRole,
  shadowedRule,
  deprecatedApiRule,
];
