import type { ObjectRef } from '../model/gap.ts';
import { objectKey } from '../model/gap.ts';
import type { Manifest, Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { refOfManifest } from './change.ts';
import { asComments, titleOf } from './comments.ts';
import { fileStem, takePath } from './file-names.ts';
import { originalsIn } from './originals.ts';
import { readme } from './readme.ts';
import { successionOf } from './succession.ts';
import { manifestYaml } from './yaml.ts';

/**
 * Proposals as files, by their paths in a folder: what to create, to edit and to remove, the old objects for the way back, and a
 * README that tells the order, below remarks on what they rest on. Files are numbered so that kubectl, which takes them by name, meets roles before the bindings that
 * refer to them, and deletes bindings before roles.
 */
export function proposalFolder(
  proposals: readonly Proposal[],
  snapshot: Snapshot,
  remarks: readonly string[] = [],
): ReadonlyMap<string, string> {
  const { created, edited, gone } = successionOf(proposals);
  const folder = new Folder();
  const titles = new Map(proposals.flatMap((proposal) => proposal.creates.map((manifest) => [manifest, titleOf(proposal)] as const)));
  const print = (manifest: Manifest): string => asComments([titles.get(manifest) ?? '']) + manifestYaml(manifest);
  for (const manifest of created) folder.add('create', refOfManifest(manifest), roleFirst, print(manifest));
  for (const manifest of edited) folder.add('edit', refOfManifest(manifest), roleFirst, print(manifest));
  const originals = originalsIn(snapshot);
  const back = (path: string, ref: ObjectRef): void => {
    const copies = originals.get(objectKey(ref)) ?? [];
    folder.add(path, ref, roleFirst, copies.map(manifestYaml).join('---\n'));
  };
  for (const ref of gone) {
    folder.add('remove', ref, bindingFirst, manifestYaml(nameOnly(ref)));
    back('rollback', ref);
  }
  for (const manifest of edited) back('rollback/edit', refOfManifest(manifest));
  const filled = { create: created.length > 0, edit: edited.length > 0, remove: gone.length > 0 };
  folder.files.set('README.md', readme(proposals, filled, snapshot.discovery, remarks));
  return folder.files;
}

class Folder {
  readonly files = new Map<string, string>();
  private readonly taken = new Set<string>();

  add(folder: string, ref: ObjectRef, order: (kind: string) => number, text: string): void {
    this.files.set(takePath(this.taken, `${folder}/${order(ref.kind)}-${fileStem(ref)}`, '.yaml'), text);
  }
}

function roleFirst(kind: string): number {
  return kind.endsWith('Binding') ? 2 : 1;
}

function bindingFirst(kind: string): number {
  return kind.endsWith('Binding') ? 1 : 2;
}

/** What `kubectl delete -f` needs, and nothing that could be applied by mistake. */
function nameOnly({ kind, namespace, name }: ObjectRef): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  };
}
