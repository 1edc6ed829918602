import type { Binding } from '../../model/binding.ts';
import type { BindingManifest, Manifest, RoleManifest } from '../../model/proposal.ts';
import type { Role } from '../../model/role.ts';

/** True for a role, false for a binding. */
export function isRoleManifest(manifest: Manifest): manifest is RoleManifest {
  return manifest.kind === 'Role' || manifest.kind === 'ClusterRole';
}

/** The role that a manifest, as it will be printed, makes in a cluster. */
export function roleOfManifest({ kind, metadata, rules }: RoleManifest): Role {
  return {
    kind,
    ...placeOf(metadata),
    rules: rules.map((rule, index) => ({
      index,
      verbs: rule.verbs,
      apiGroups: rule.apiGroups ?? [],
      resources: rule.resources ?? [],
      resourceNames: rule.resourceNames ?? [],
      nonResourceURLs: rule.nonResourceURLs ?? [],
    })),
  };
}

/** The binding that a manifest, as it will be printed, makes in a cluster. */
export function bindingOfManifest({ kind, metadata, roleRef, subjects }: BindingManifest): Binding {
  return { kind, ...placeOf(metadata), subjects, roleRef };
}

function placeOf({ annotations, labels, name, namespace }: Manifest['metadata']) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: new Map(Object.entries(labels ?? {})),
    annotations: new Map(Object.entries(annotations ?? {})),
    origins: [],
  };
}
