import { isRoleManifest, roleOfManifest } from '../analyzer/access/read-manifest.ts';
import { objectionsTo } from '../analyzer/access/valid.ts';
import { isDefaultBindingName, isDefaultRoleName } from '../facts/expected.ts';
import { bindingKey, isBindingRef } from '../model/binding.ts';
import { type ObjectRef, objectKey } from '../model/gap.ts';
import { byCodeUnit } from '../model/order.ts';
import type { BindingManifest, Draft, Manifest, RoleManifest } from '../model/proposal.ts';
import { isRoleRef, type RoleRef, roleKey } from '../model/role.ts';
import type { Before } from './touched.ts';

/**
 * What the API server would refuse of drafts that are applied together, and what it or its controllers would undo or widen:
 * changes to Kubernetes' own objects, and roles that an aggregated ClusterRole would take up. Sorted, empty for all that may be shown.
 */
export function refusedOf(drafts: readonly Draft[], before: Before): string[] {
  const after = new After(drafts, before);
  const found = drafts.flatMap((draft) => {
    const holders = holdersOf(draft, before);
    return [
      ...[...draft.removes, ...draft.creates.map(refOf)].filter(isKubernetesOwn).map((ref) => said(ref, 'the API server restores it')),
      ...draft.creates.flatMap((manifest) =>
        [
          ...objectionsTo(manifest),
          ...after.conflicts(manifest),
          ...(isRoleManifest(manifest) ? aggregations(manifest, holders, before) : after.conflictsOfBinding(manifest)),
        ].map((reason) => said(refOf(manifest), reason)),
      ),
    ];
  });
  return [...new Set(found)].sort(byCodeUnit);
}

/** What is there once the drafts are applied. */
class After {
  private readonly before: Before;
  private readonly removed: ReadonlySet<string>;
  private readonly created = new Map<string, number>();

  constructor(drafts: readonly Draft[], before: Before) {
    this.before = before;
    this.removed = new Set(drafts.flatMap((draft) => draft.removes.map(objectKey)));
    for (const manifest of drafts.flatMap((draft) => draft.creates)) {
      const key = objectKey(refOf(manifest));
      this.created.set(key, (this.created.get(key) ?? 0) + 1);
    }
  }

  conflicts(manifest: Manifest): string[] {
    const ref = refOf(manifest);
    const key = objectKey(ref);
    const exists = isRoleRef(ref) ? this.before.access.role(ref) !== undefined : this.before.bindings.has(key);
    return [
      ...(exists && !this.removed.has(key) ? ['it exists'] : []),
      ...((this.created.get(key) ?? 0) > 1 ? ['it is created more than once'] : []),
    ];
  }

  conflictsOfBinding({ kind, metadata, roleRef }: BindingManifest): string[] {
    const role: RoleRef = { ...placeOf(roleRef.kind === 'Role' ? metadata.namespace : undefined), kind: roleRef.kind, name: roleRef.name };
    const exists = this.before.access.role(role) !== undefined && !this.removed.has(roleKey(role));
    const old = this.before.bindings.get(bindingKey({ kind, ...placeOf(metadata.namespace), name: metadata.name })) ?? [];
    return [
      ...(exists || this.created.has(roleKey(role)) ? [] : ['its role does not exist']),
      ...(old.every((binding) => binding.roleRef.kind === roleRef.kind && binding.roleRef.name === roleRef.name)
        ? []
        : ['the role of a binding cannot be edited']),
    ];
  }
}

/** The API server writes its own objects anew when it starts (bootstrappolicy, auto-reconciliation). */
function isKubernetesOwn(ref: ObjectRef): boolean {
  return (isRoleRef(ref) && isDefaultRoleName(ref)) || (isBindingRef(ref) && isDefaultBindingName(ref));
}

/** The keys of all roles that hold what a draft replaces: the old roles themselves, and the aggregated ones that take their rules. */
function holdersOf({ replaces }: Draft, { access, aggregators }: Before): ReadonlySet<string> {
  const roles = replaces.filter(isRoleRef);
  const collectors = roles.flatMap((ref) => access.role(ref) ?? []).flatMap((role) => aggregators.collectorsOf(role));
  return new Set([...roles.map(roleKey), ...collectors]);
}

/** A new role must feed no aggregated ClusterRole but those that hold what it replaces. */
function aggregations(manifest: RoleManifest, holders: ReadonlySet<string>, { aggregators }: Before): string[] {
  const label = Object.keys(manifest.metadata.labels ?? {}).find((key) => key.startsWith('rbac.authorization.k8s.io/aggregate-to-'));
  const isFeeding = aggregators.collectorsOf(roleOfManifest(manifest)).some((key) => !holders.has(key));
  return [
    ...(label === undefined ? [] : [`label ${label} adds it to another role`]),
    ...(isFeeding ? ['an aggregated ClusterRole would take its rules'] : []),
  ];
}

function said({ kind, namespace, name }: ObjectRef, reason: string): string {
  return `${kind}/${name}${namespace === undefined ? '' : ` in ${namespace}`}: ${reason}`;
}

function refOf({ kind, metadata: { namespace, name } }: Manifest): ObjectRef {
  return { kind, ...placeOf(namespace), name };
}

function placeOf(namespace: string | undefined): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}
