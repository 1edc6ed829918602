const kubernetes = 'https://kubernetes.io/docs';
const goodPractices = `${kubernetes}/concepts/security/rbac-good-practices/`;
const rbac = `${kubernetes}/reference/access-authn-authz/rbac/`;

/** Kubernetes' own pages, named by what they say. */
export const docs = {
  leastPrivilege: `${goodPractices}#least-privilege`,
  listingSecrets: `${goodPractices}#listing-secrets`,
  escalateVerb: `${goodPractices}#escalate-verb`,
  bindVerb: `${goodPractices}#bind-verb`,
  impersonateVerb: `${goodPractices}#impersonate-verb`,
  periodicReview: `${goodPractices}#periodic-review`,
  userFacingRoles: `${rbac}#user-facing-roles`,
  referringToResources: `${rbac}#referring-to-resources`,
  roleBindings: `${rbac}#rolebinding-and-clusterrolebinding`,
  escalationPrevention: `${rbac}#privilege-escalation-prevention-and-bootstrapping`,
  discoveryRoles: `${rbac}#discovery-roles`,
  aggregation: `${rbac}#aggregated-clusterroles`,
  anonymousRequests: `${kubernetes}/reference/access-authn-authz/authentication/#anonymous-requests`,
  serviceAccountPermissions: `${rbac}#service-account-permissions`,
  automount: `${kubernetes}/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting`,
  removedApis: `${kubernetes}/reference/using-api/deprecation-guide/`,
  workloadCreation: `${goodPractices}#workload-creation`,
  nodeAuthorizer: `${kubernetes}/reference/access-authn-authz/node/`,
  coreComponentRoles: `${rbac}#core-component-roles`,
  kubelet: `${kubernetes}/reference/access-authn-authz/kubelet-authn-authz/`,
  tokenSecrets: `${kubernetes}/concepts/configuration/secret/#serviceaccount-token-secrets`,
} as const;

/** A recommendation of the CIS Kubernetes Benchmark. */
export function cis(recommendation: string): string {
  return `CIS Kubernetes Benchmark ${recommendation}`;
}

/** A technique of MITRE ATT&CK, such as `T1552.007`. */
export function attack(technique: string): string {
  return `MITRE ATT&CK ${technique}`;
}
