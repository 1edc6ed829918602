/** One resource that an API server serves, in its preferred version. `singular` and `shortNames` as in kubectl api-resources. */
export interface ApiResource {
  group: string;
  resource: string;
  kind: string;
  namespaced: boolean;
  verbs: readonly string[];
  singular: string;
  shortNames: readonly string[];
  subresources: readonly { name: string; verbs: readonly string[] }[];
}

/**
 * What the API serves. `complete` is true where an API server (or a file from one) said so, and false for a built-in
 * table, which cannot know what CRDs and aggregated APIs add. `version` is the Kubernetes version it belongs to.
 */
export interface Discovery {
  resources: readonly ApiResource[];
  complete: boolean;
  version: string;
}
