/** Custom resources of well-known products that live outside namespaces, by group. What a CRD of the input says comes first. */
const clusterScoped: ReadonlyMap<string, readonly string[]> = new Map([
  // Crossplane's managed resources, save those of the groups with an m.
  ['authorization.azure.upbound.io', ['*']],
  ['cert-manager.io', ['clusterissuers']],
  ['cilium.io', ['ciliumclusterwidenetworkpolicies', 'ciliumcidrgroups']],
  ['cloudplatform.gcp.upbound.io', ['*']],
  ['constraints.gatekeeper.sh', ['*']],
  ['crd.antrea.io', ['clustergroups', 'clusternetworkpolicies', 'tiers']],
  ['crd.projectcalico.org', ['globalnetworkpolicies', 'globalnetworksets']],
  ['expansion.gatekeeper.sh', ['*']],
  ['gateway.networking.k8s.io', ['gatewayclasses']],
  ['iam.aws.crossplane.io', ['*']],
  ['iam.aws.upbound.io', ['*']],
  ['kyverno.io', ['clusterpolicies', 'globalcontextentries', 'clustercleanuppolicies']],
  ['mutations.gatekeeper.sh', ['*']],
  ['policies.kyverno.io', ['generatingpolicies', 'imagevalidatingpolicies', 'mutatingpolicies', 'validatingpolicies', 'deletingpolicies']],
  ['policy.networking.k8s.io', ['adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies']],
  ['projectcalico.org', ['globalnetworkpolicies', 'globalnetworksets']],
  ['security.openshift.io', ['securitycontextconstraints']],
  ['snapshot.storage.k8s.io', ['volumesnapshotclasses', 'volumesnapshotcontents']],
  ['templates.gatekeeper.sh', ['constrainttemplates']],
]);

/** True for a custom resource that is known to live outside namespaces. */
export function isClusterScopedCustomResource(group: string, resource: string): boolean {
  const known = clusterScoped.get(group);
  return known !== undefined && (known.includes(resource) || known.includes('*'));
}
