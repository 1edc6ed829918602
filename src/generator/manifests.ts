import type { RuleBody } from '../analyzer/access/match.ts';
import type { Binding } from '../model/binding.ts';
import { byCodeUnit } from '../model/order.ts';
import type { BindingManifest, Manifest, ManifestMetadata, ManifestRule, RoleManifest } from '../model/proposal.ts';
import type { Role } from '../model/role.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;
const managerKey = 'app.kubernetes.io/managed-by';
const originKey = 'rbac-audit/split-from';

/** The keys of all labels that new objects may carry. */
export const newLabels: ReadonlySet<string> = new Set([managerKey, originKey]);

/** A new role of the kind and namespace of the original. `selected` holds the label keys by which some role aggregates others. */
export function roleManifest(original: Role, name: string, rules: readonly RuleBody[], selected: ReadonlySet<string>): RoleManifest {
  return { apiVersion, kind: original.kind, metadata: metadataFor(original, name, selected), rules: rules.map(ruleManifest) };
}

/** A new binding of the kind, namespace and subjects of the original, the subjects as they were written. */
export function bindingManifest(original: Binding, name: string, role: RoleManifest): BindingManifest {
  return {
    apiVersion,
    kind: original.kind,
    metadata: metadataFor(original, name, new Set()),
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

/** What says how an object came to be, and is not true of a new one. */
const ofTheOriginal =
  /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|rbac\.authorization\.k(?:8s|ubernetes)\.io\/.*|kubernetes\.io\/bootstrapping)$/;

/**
 * Labels and annotations stay, since others select by them (pruning, tracking, hooks), but for labels that make a role part
 * of an aggregated one: those would widen it. The original's name goes into a label, so that `kubectl get -l` finds what
 * belongs together, or into an annotation where it is no label value (`system:x`).
 */
function metadataFor(
  original: { name: string; namespace?: string; labels: ReadonlyMap<string, string>; annotations: ReadonlyMap<string, string> },
  name: string,
  selected: ReadonlySet<string>,
): ManifestMetadata {
  const labels = new Map([...original.labels].filter(([key]) => !ofTheOriginal.test(key) && !selected.has(key) && key !== originKey));
  const annotations = new Map([...original.annotations].filter(([key]) => !ofTheOriginal.test(key) && key !== originKey));
  labels.set(managerKey, 'rbac-audit');
  (isLabelValue(original.name) ? labels : annotations).set(originKey, original.name);
  return {
    ...(annotations.size > 0 ? { annotations: sorted(annotations) } : {}),
    labels: sorted(labels),
    name,
    ...(original.namespace === undefined ? {} : { namespace: original.namespace }),
  };
}

function sorted(entries: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byCodeUnit(a, b)));
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
