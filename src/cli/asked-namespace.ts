export interface NamespaceChoice {
  namespace?: string | undefined;
  'all-namespaces': boolean;
}

/**
 * The namespace of a question that needs one, as kubectl chooses it: -n, else that of the kubeconfig context, else `default`.
 * -A asks outside any namespace. What was chosen without being asked for is said, unless the resource lies outside namespaces.
 */
export function askedNamespace(
  choice: NamespaceChoice,
  namespaced: boolean | undefined,
  contextNamespace: string | undefined,
  notice: (line: string) => void,
): string {
  if (choice['all-namespaces']) return '';
  if (choice.namespace !== undefined) return choice.namespace;
  const namespace = contextNamespace ?? 'default';
  if (namespaced !== false) notice(`asked for namespace ${namespace}; -n names another, -A asks for all at once`);
  return namespace;
}

/** Where to look: one namespace, `''` for all at once, or undefined for anywhere. */
export function askedScope({ namespace, 'all-namespaces': all }: NamespaceChoice): string | undefined {
  return all ? '' : namespace;
}
