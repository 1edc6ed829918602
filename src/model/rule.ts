/**
 * A PolicyRule as the authorizer sees it (rbac.authorization.k8s.io/v1): absent lists are empty.
 * `index` is the 0-based place in the role's `rules` list as written, also where an earlier rule was malformed and left out.
 */
export interface Rule {
  index: number;
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
  resourceNames: readonly string[];
  nonResourceURLs: readonly string[];
}
