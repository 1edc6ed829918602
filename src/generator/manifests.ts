import { normaliseSubject } from '../analyzer/access/identity.ts';
import type { RuleBody } from '../analyzer/access/match.ts';
import type { Binding, BindingRef, BoundSubject } from '../model/binding.ts';
import { byCodeUnit } from '../model/order.ts';
import type { BindingManifest, ManifestMetadata, ManifestRule, ProposalKind, RoleManifest } from '../model/proposal.ts';
import type { Role, RoleRef } from '../model/role.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;
const managerKey = 'app.kubernetes.io/managed-by';

/** How new objects come to be; dropping only edits and removes. */
export type Maker = Exclude<ProposalKind, 'drop'>;

/** The keys under which new objects name the one that they were made from. */
const originKeys: Readonly<Record<Maker, string>> = {
  usage: 'rbac-audit/used-by',
  expand: 'rbac-audit/expanded-from',
  narrow: 'rbac-audit/narrowed-from',
  factor: 'rbac-audit/factored-from',
  split: 'rbac-audit/split-from',
};

/** The keys of all labels that new objects may carry. */
export const newLabels: ReadonlySet<string> = new Set([managerKey, ...Object.values(originKeys)]);

/** What a new object is made from: what it keeps, and the name by which it tells so. */
export interface Original {
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  name: string;
}

/** A new role. `selected` holds the label keys by which some role aggregates others. */
export function newRole(
  by: Maker,
  ref: RoleRef,
  rules: readonly RuleBody[],
  original: Original,
  selected: ReadonlySet<string>,
): RoleManifest {
  return { apiVersion, kind: ref.kind, metadata: newMetadata(by, ref, original, selected), rules: rules.flatMap(ruleManifests) };
}

/** A new binding. Subjects stay as they were written; those that match nobody are left out, since the API server refuses them. */
export function newBinding(
  by: Maker,
  ref: BindingRef,
  role: Pick<RoleRef, 'kind' | 'name'>,
  subjects: readonly BoundSubject[],
  original: Original,
): BindingManifest {
  return {
    apiVersion,
    kind: ref.kind,
    metadata: newMetadata(by, ref, original, new Set()),
    roleRef: { apiGroup, kind: role.kind, name: role.name },
    subjects: subjectManifests(subjects, ref),
  };
}

/** A role with other rules under its old name. */
export function editedRole(role: Role, rules: readonly RuleBody[]): RoleManifest {
  return { apiVersion, kind: role.kind, metadata: oldMetadata(role), rules: rules.flatMap(ruleManifests) };
}

/** A binding with fewer subjects under its old name; `role` is the one that it refers to. */
export function editedBinding(binding: Binding, role: RoleRef, subjects: readonly BoundSubject[]): BindingManifest {
  return {
    apiVersion,
    kind: binding.kind,
    metadata: oldMetadata(binding),
    roleRef: { apiGroup, kind: role.kind, name: role.name },
    subjects: subjectManifests(subjects, binding),
  };
}

/** What says how an object came to be, and is not true of a new one. */
const ofTheOriginal =
  /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|rbac\.authorization\.k(?:8s|ubernetes)\.io\/.*|kubernetes\.io\/bootstrapping|rbac-audit\/(?:[a-z]+-from|used-by))$/;

/**
 * Labels and annotations stay, since others select by them (pruning, tracking, hooks), but for labels that make a role part
 * of an aggregated one: those would widen it. The original's name goes into a label, so that `kubectl get -l` finds what
 * belongs together, or into an annotation where it is no label value (`system:x`).
 */
function newMetadata(by: Maker, ref: RoleRef | BindingRef, original: Original, selected: ReadonlySet<string>): ManifestMetadata {
  const labels = new Map([...original.labels].filter(([key]) => !ofTheOriginal.test(key) && !selected.has(key)));
  const annotations = new Map([...original.annotations].filter(([key]) => !ofTheOriginal.test(key)));
  labels.set(managerKey, 'rbac-audit');
  (isLabelValue(original.name) ? labels : annotations).set(originKeys[by], original.name);
  return metadataOf(ref, labels, annotations);
}

function oldMetadata(object: Role | Binding): ManifestMetadata {
  const annotations = [...object.annotations].filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration');
  return metadataOf(object, object.labels, new Map(annotations));
}

function metadataOf(
  { name, namespace }: { name: string; namespace?: string },
  labels: ReadonlyMap<string, string>,
  annotations: ReadonlyMap<string, string>,
): ManifestMetadata {
  return {
    ...(annotations.size > 0 ? { annotations: sorted(annotations) } : {}),
    ...(labels.size > 0 ? { labels: sorted(labels) } : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function sorted(entries: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byCodeUnit(a, b)));
}

/** apimachinery validation.IsValidLabelValue. */
function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text);
}

function subjectManifests(subjects: readonly BoundSubject[], binding: BindingRef): BindingManifest['subjects'] {
  return subjects
    .filter((subject) => normaliseSubject(subject, binding) !== undefined)
    .map(({ kind, name, namespace }) => ({
      ...(kind === 'User' || kind === 'Group' ? { apiGroup } : {}),
      kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    }));
}

/** The API server takes no rule that names both resources and URLs. */
function ruleManifests({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: RuleBody): ManifestRule[] {
  const onResources = {
    apiGroups: [...apiGroups],
    ...(resourceNames.length > 0 ? { resourceNames: [...resourceNames] } : {}),
    resources: [...resources],
    verbs: [...verbs],
  };
  return [
    ...(resources.length > 0 ? [onResources] : []),
    ...(nonResourceURLs.length > 0 ? [{ nonResourceURLs: [...nonResourceURLs], verbs: [...verbs] }] : []),
  ];
}
