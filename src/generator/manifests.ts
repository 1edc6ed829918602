import type { RuleBody } from '../analyzer/access/match.ts';
import type { Binding } from '../model/binding.ts';
import type { BindingManifest, Manifest, ManifestMetadata, ManifestRule, RoleManifest } from '../model/proposal.ts';
import type { Role } from '../model/role.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;
const managerKey = 'app.kubernetes.io/managed-by';
const originKey = 'rbac-audit/split-from';

/** The keys of all labels that new objects may carry. */
export const newLabels: ReadonlySet<string> = new Set([managerKey, originKey]);

/** A new role of the kind and namespace of the original. */
export function roleManifest(original: Role, name: string, rules: readonly RuleBody[]): RoleManifest {
  return { apiVersion, kind: original.kind, metadata: metadataFor(original, name), rules: rules.map(ruleManifest) };
}

/** A new binding of the kind, namespace and subjects of the original, the subjects as they were written. */
export function bindingManifest(original: Binding, name: string, role: RoleManifest): BindingManifest {
  return {
    apiVersion,
    kind: original.kind,
    metadata: metadataFor(original, name),
    roleRef: { apiGroup, kind: role.kind, name: role.metadata.name },
    subjects: original.subjects.map(({ kind, name, namespace }) => ({
      ...(kind === 'User' || kind === 'Group' ? { apiGroup } : {}),
      kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    })),
  };
}

/** The name of the object, of the same kind and namespace, from which a new one was made. */
export function originalName({ metadata }: Manifest): string | undefined {
  return metadata.labels[originKey] ?? metadata.annotations?.[originKey];
}

/**
 * The original's name goes into a label, so that `kubectl get -l` finds what belongs together, or into an annotation where
 * it is no label value (`system:x`). Labels of the original are not copied: aggregate-to-* would widen other roles.
 */
function metadataFor(original: { name: string; namespace?: string }, name: string): ManifestMetadata {
  const labels = { [managerKey]: 'rbac-audit' };
  const origin = { [originKey]: original.name };
  const marks = isLabelValue(original.name) ? { labels: { ...labels, ...origin } } : { annotations: origin, labels };
  return { ...marks, name, ...(original.namespace === undefined ? {} : { namespace: original.namespace }) };
}

/** apimachinery validation.IsValidLabelValue. */
function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text);
}

function ruleManifest(rule: RuleBody): ManifestRule {
  if (rule.nonResourceURLs.length > 0) return { nonResourceURLs: [...rule.nonResourceURLs], verbs: [...rule.verbs] };
  return {
    apiGroups: [...rule.apiGroups],
    ...(rule.resourceNames.length > 0 ? { resourceNames: [...rule.resourceNames] } : {}),
    resources: [...rule.resources],
    verbs: [...rule.verbs],
  };
}
