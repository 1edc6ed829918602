import type { Binding, BoundSubject } from '../../src/model/binding.ts';
import type { ObjectRef } from '../../src/model/gap.ts';
import type { Draft, Manifest } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import type { Subject } from '../../src/model/subject.ts';

/** A draft for these subjects that turns one set of objects into another: what is in both (the very same) stays untouched. */
export function draftFrom(before: readonly (Role | Binding)[], after: readonly (Role | Binding)[], subjects: Subject[]): Draft {
  const removes = before.filter((object) => !after.includes(object)).map(refOf);
  const creates = after.filter((object) => !before.includes(object)).map(manifestOf);
  return { id: 'by-hand', kind: 'split', steps: ['split'], subjects, replaces: removes, removes, creates, why: [] };
}

function refOf({ kind, namespace, name }: Role | Binding): ObjectRef {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function manifestOf(object: Role | Binding): Manifest {
  const { name, namespace } = object;
  const metadata = { labels: Object.fromEntries(object.labels), name, ...(namespace === undefined ? {} : { namespace }) };
  const apiGroup = 'rbac.authorization.k8s.io';
  const apiVersion = `${apiGroup}/v1`;
  if ('rules' in object) {
    const rules = object.rules.map((one) => ({
      apiGroups: [...one.apiGroups],
      nonResourceURLs: [...one.nonResourceURLs],
      resourceNames: [...one.resourceNames],
      resources: [...one.resources],
      verbs: [...one.verbs],
    }));
    return { apiVersion, kind: object.kind, metadata, rules };
  }
  const roleRef = {
    apiGroup,
    kind: object.roleRef.kind === 'Role' ? ('Role' as const) : ('ClusterRole' as const),
    name: object.roleRef.name,
  };
  return { apiVersion, kind: object.kind, metadata, roleRef, subjects: object.subjects.map(withGroup) };
}

function withGroup(subject: BoundSubject): BoundSubject & { apiGroup?: string } {
  return subject.kind === 'User' || subject.kind === 'Group' ? { ...subject, apiGroup: 'rbac.authorization.k8s.io' } : subject;
}
