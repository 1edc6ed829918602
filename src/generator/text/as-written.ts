import type { ObjectRef } from '../../model/gap.ts';
import type { Manifest } from '../../model/proposal.ts';
import { type Fields, fieldOf, isEmpty, isFields, isSame } from './same.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/**
 * The fields of a new object in the place of an old one, without those that the old one leaves to be understood: the namespace
 * that is chosen when the file is applied, the kind that a list gives to its items, and the API group where there is only one
 * (SetDefaults_ClusterRoleBinding and the like in pkg/apis/rbac/v1/defaults.go).
 */
export function asWritten(manifest: Manifest, old: unknown, ref: ObjectRef): Fields {
  const fields: Record<string, unknown> = { ...manifest };
  if (!isFields(old)) return fields;
  const [metadata, roleRef, subjects] = [fieldOf(old, 'metadata'), fieldOf(old, 'roleRef'), fieldOf(old, 'subjects')];
  const { namespace } = manifest.metadata;
  if (namespace !== undefined && namespace === ref.namespace && isFields(metadata) && isEmpty('namespace', fieldOf(metadata, 'namespace')))
    fields.metadata = without(manifest.metadata, 'namespace');
  if (manifest.kind === ref.kind && isEmpty('kind', fieldOf(old, 'kind'))) {
    delete fields.kind;
    delete fields.apiVersion;
  }
  if ('roleRef' in manifest) {
    if (isFields(roleRef) && isEmpty('apiGroup', fieldOf(roleRef, 'apiGroup'))) fields.roleRef = without(manifest.roleRef, 'apiGroup');
    fields.subjects = manifest.subjects.map((subject) => (Array.isArray(subjects) ? spelled(subject, subjects) : subject));
  }
  return fields;
}

/** A subject as an old one spells it that means the same. */
function spelled(subject: object, olds: readonly unknown[]): unknown {
  return olds.find((old) => isFields(old) && isSame(withGroup(old), withGroup({ ...subject }))) ?? subject;
}

function withGroup(subject: Fields): Fields {
  const kind = fieldOf(subject, 'kind');
  return kind === 'User' || kind === 'Group' ? { ...subject, apiGroup: fieldOf(subject, 'apiGroup') || apiGroup } : subject;
}

function without(fields: object, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
