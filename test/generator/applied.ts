import type { Access } from '../../src/analyzer/access/access.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { ObjectRef } from '../../src/model/gap.ts';
import type { Draft, Manifest } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { accessTo } from './snapshot.ts';

/** The cluster as it is once the drafts have been applied: a plain rebuild of everything, against which proofs are held. */
export function applied(access: Access, drafts: readonly Draft[]): Access {
  const objects = new Map<string, Role | Binding>();
  for (const object of [...access.snapshot.roles, ...access.snapshot.bindings]) objects.set(keyOf(object), object);
  for (const ref of drafts.flatMap((draft) => draft.removes)) objects.delete(keyOf(ref));
  for (const object of drafts.flatMap((draft) => draft.creates.map(objectFrom))) objects.set(keyOf(object), object);
  const all = [...objects.values()];
  return accessTo(
    all.filter((object) => 'rules' in object),
    all.filter((object) => 'roleRef' in object),
  );
}

function keyOf({ kind, namespace = '', name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}

function objectFrom(manifest: Manifest): Role | Binding {
  const { name, namespace, labels } = manifest.metadata;
  const place = { name, ...(namespace === undefined ? {} : { namespace }) };
  const metadata = { ...place, labels: new Map(Object.entries(labels ?? {})), annotations: new Map(), origins: [] };
  if (!('rules' in manifest)) return { kind: manifest.kind, ...metadata, subjects: manifest.subjects, roleRef: manifest.roleRef };
  const rules = manifest.rules.map((rule, index) => ({
    index,
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: [],
    ...rule,
  }));
  return { kind: manifest.kind, ...metadata, rules };
}
