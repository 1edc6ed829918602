import { isRoleManifest } from '../analyzer/access/read-manifest.ts';
import { objectKey } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { ApplierNeed, Draft, Manifest } from '../model/proposal.ts';

/** What the API server asks of whoever writes the new objects (rbac policybased storages); deleting asks for no more than delete. */
export function applierNeeds(drafts: readonly Draft[]): ApplierNeed[] {
  return drafts
    .flatMap((draft) => draft.creates)
    .map(needOf)
    .sort(byKeys(({ object }) => [objectKey(object)]));
}

function needOf(manifest: Manifest): ApplierNeed {
  const { kind, metadata } = manifest;
  const place = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
  const object = { kind, ...place, name: metadata.name };
  const scope = metadata.namespace ?? '*';
  if (isRoleManifest(manifest)) return { object, verb: 'escalate', role: { kind: manifest.kind, ...place, name: metadata.name }, scope };
  const { roleRef } = manifest;
  return { object, verb: 'bind', role: { kind: roleRef.kind, ...(roleRef.kind === 'Role' ? place : {}), name: roleRef.name }, scope };
}
