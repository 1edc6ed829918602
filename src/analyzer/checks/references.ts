const kubernetes = 'https://kubernetes.io/docs';
const goodPractices = `${kubernetes}/concepts/security/rbac-good-practices/`;
const access = `${kubernetes}/reference/access-authn-authz`;
const rbac = `${access}/rbac/`;

/** Kubernetes' own pages, named by what they say. */
export const docs = {
  leastPrivilege: `${goodPractices}#least-privilege`,
  tokenRequest: `${goodPractices}#token-request`,
  listingSecrets: `${goodPractices}#listing-secrets`,
  escalateVerb: `${goodPractices}#escalate-verb`,
  bindVerb: `${goodPractices}#bind-verb`,
  impersonateVerb: `${goodPractices}#impersonate-verb`,
  periodicReview: `${goodPractices}#periodic-review`,
  nodesProxy: `${goodPractices}#access-to-proxy-subresource-of-nodes`,
  persistentVolumeCreation: `${goodPractices}#persistent-volume-creation`,
  certificateIssuing: `${goodPractices}#csrs-and-certificate-issuing`,
  userFacingRoles: `${rbac}#user-facing-roles`,
  referringToResources: `${rbac}#referring-to-resources`,
  roleBindings: `${rbac}#rolebinding-and-clusterrolebinding`,
  escalationPrevention: `${rbac}#privilege-escalation-prevention-and-bootstrapping`,
  autoReconciliation: `${rbac}#auto-reconciliation`,
  roleRestrictions: `${rbac}#restrictions-on-role-creation-or-update`,
  bindingRestrictions: `${rbac}#restrictions-on-role-binding-creation-or-update`,
  discoveryRoles: `${rbac}#discovery-roles`,
  aggregation: `${rbac}#aggregated-clusterroles`,
  anonymousRequests: `${kubernetes}/reference/access-authn-authz/authentication/#anonymous-requests`,
  serviceAccountPermissions: `${rbac}#service-account-permissions`,
  automount: `${kubernetes}/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting`,
  removedApis: `${kubernetes}/reference/using-api/deprecation-guide/`,
  workloadCreation: `${goodPractices}#workload-creation`,
  nodeAuthorizer: `${kubernetes}/reference/access-authn-authz/node/`,
  coreComponentRoles: `${rbac}#core-component-roles`,
  admissionWebhooks: `${kubernetes}/reference/access-authn-authz/extensible-admission-controllers/`,
  admissionPolicies: `${kubernetes}/reference/access-authn-authz/validating-admission-policy/`,
  aggregationLayer: `${kubernetes}/tasks/extend-kubernetes/configure-aggregation-layer/`,
  customResources: `${kubernetes}/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/`,
  namespaceModification: `${goodPractices}#namespace-modification`,
  networkPolicies: `${kubernetes}/concepts/services-networking/network-policies/`,
  externalIps: `${kubernetes}/concepts/services-networking/service/#external-ips`,
  endpointsWrite: `${rbac}#write-access-for-endpoints`,
  ingress: `${kubernetes}/concepts/services-networking/ingress/`,
  leases: `${kubernetes}/concepts/architecture/leases/`,
  resourceQuotas: `${kubernetes}/concepts/policy/resource-quotas/`,
  flowControl: `${kubernetes}/concepts/cluster-administration/flow-control/`,
  storageVersionMigration: `${kubernetes}/tasks/manage-kubernetes-objects/storage-version-migration/`,
  objectCreation: `${goodPractices}#object-creation-dos`,
  kubelet: `${access}/kubelet-authn-authz/`,
  certificateSigners: `${access}/certificate-signing-requests/#kubernetes-signers`,
  trustBundles: `${access}/certificate-signing-requests/#cluster-trust-bundles`,
  kubeletBootstrap: `${access}/kubelet-tls-bootstrapping/`,
  tokenWebhook: `${access}/authentication/#webhook-token-authentication`,
  checkingAccess: `${access}/authorization/#checking-api-access`,
  shell: `${kubernetes}/tasks/debug/debug-application/get-shell-running-container/`,
  ephemeralContainers: `${kubernetes}/concepts/workloads/pods/ephemeral-containers/`,
  portForward: `${kubernetes}/tasks/access-application-cluster/port-forward-access-application-cluster/`,
  clusterServices: `${kubernetes}/tasks/access-application-cluster/access-cluster-services/`,
  nodes: `${kubernetes}/concepts/architecture/nodes/`,
  taints: `${kubernetes}/concepts/scheduling-eviction/taint-and-toleration/`,
  hostPath: `${kubernetes}/concepts/storage/volumes/#hostpath`,
  storageClasses: `${kubernetes}/concepts/storage/storage-classes/`,
  volumeSnapshots: `${kubernetes}/concepts/storage/volume-snapshots/`,
  podSecurityPolicy: `${kubernetes}/concepts/security/pod-security-policy/`,
  runtimeClass: `${kubernetes}/concepts/containers/runtime-class/`,
  podPriority: `${kubernetes}/concepts/scheduling-eviction/pod-priority-preemption/`,
  tokenSecrets: `${kubernetes}/concepts/configuration/secret/#serviceaccount-token-secrets`,
  secretsGoodPractices: `${kubernetes}/concepts/security/secrets-good-practices/`,
  serviceAccounts: `${kubernetes}/concepts/security/service-accounts/`,
  podSecurity: `${kubernetes}/concepts/security/pod-security-standards/`,
  bootstrapTokens: `${kubernetes}/reference/access-authn-authz/bootstrap-tokens/`,
  nodeRestriction: `${kubernetes}/reference/access-authn-authz/admission-controllers/#noderestriction`,
  configMaps: `${kubernetes}/concepts/configuration/configmap/`,
  zPages: `${kubernetes}/reference/instrumentation/zpages/`,
  rollback: `${kubernetes}/tasks/manage-daemon/rollback-daemon-set/`,
  scaling: `${kubernetes}/concepts/workloads/controllers/deployment/#scaling-a-deployment`,
  podLifecycle: `${kubernetes}/concepts/workloads/pods/pod-lifecycle/`,
  scheduler: `${kubernetes}/concepts/scheduling-eviction/kube-scheduler/`,
  eviction: `${kubernetes}/concepts/scheduling-eviction/api-eviction/`,
  disruptions: `${kubernetes}/concepts/workloads/pods/disruptions/`,
  resourceClaims: `${kubernetes}/concepts/scheduling-eviction/dynamic-resource-allocation/`,
  reclaiming: `${kubernetes}/concepts/storage/persistent-volumes/#reclaiming`,
} as const;

/** A recommendation of the CIS Kubernetes Benchmark. */
export function cis(recommendation: string): string {
  return `CIS Kubernetes Benchmark ${recommendation}`;
}

/** A technique of MITRE ATT&CK, such as `T1552.007`. */
export function attack(technique: string): string {
  return `MITRE ATT&CK ${technique}`;
}
