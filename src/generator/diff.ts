import { structuredPatch } from 'diff';
import { objectKey } from '../model/gap.ts';
import type { Manifest, Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { refOfManifest } from './change.ts';
import { asComments, stepsToReplace } from './comments.ts';
import { fileChanges } from './file-changes.ts';
import { fileStem, takePath } from './file-names.ts';
import { objectLabel } from './object-label.ts';
import { originalsIn } from './originals.ts';
import { filePatch, newFilePatch } from './patch.ts';
import { type Successors, successionOf } from './succession.ts';
import { manifestYaml } from './yaml.ts';

/**
 * Proposals as one unified diff for `git apply` and `patch -p1`. Objects that were read from files are edited where they stand,
 * line by line; all else stays as it is, byte by byte.
 *
 * New objects that have no place in a file (those of a live cluster) become new files under `rbac/`, which apply in an empty
 * folder too. Above them the old objects are shown as lines that both tools pass over, since no patch can delete what is in no
 * file; how to delete them is said at the top.
 *
 * `pathOf` turns the file of an origin into a path from the folder in which the patch will be applied. Empty without proposals.
 */
export function proposalDiff(proposals: readonly Proposal[], snapshot: Snapshot, pathOf: (file: string) => string = plainPath): string {
  const succession = successionOf(proposals);
  const { files, untold, homeless } = fileChanges(succession, snapshot, pathOf);
  const taken = new Set(files.map(({ path }) => path.toLowerCase()));
  const newFiles = new Map(
    homeless.map((manifest): [Manifest, string] => {
      const path = takePath(taken, `rbac/${fileStem(refOfManifest(manifest))}`, '.yaml');
      return [manifest, newFilePatch(path, manifestYaml(manifest))];
    }),
  );
  const originals = originalsIn(snapshot);
  const shown = untold.map((old) => {
    const own = old.made.map((manifest) => newFiles.get(manifest) ?? '');
    for (const manifest of old.made) newFiles.delete(manifest);
    return asComments(oldLines(old, originals.get(objectKey(old.ref)) ?? [])) + own.join('');
  });
  const lost = new Set(untold.map(({ ref }) => objectKey(ref)));
  const steps = asComments(stepsToReplace(succession.gone.filter((ref) => lost.has(objectKey(ref)))));
  return [steps, ...files.map(filePatch), ...shown, ...newFiles.values()].join('');
}

/** An old object as it is, or, where it is edited, the lines that differ. */
function oldLines({ ref, made }: Successors, copies: readonly object[]): string[] {
  const edited = made.find((manifest) => objectKey(refOfManifest(manifest)) === objectKey(ref));
  const olds = copies.map(manifestYaml);
  if (!edited)
    return [
      `${objectLabel(ref)} goes:`,
      ...olds.flatMap((old) =>
        old
          .trimEnd()
          .split('\n')
          .map((line) => `-${line}`),
      ),
    ];
  const { hunks } = structuredPatch('', '', olds.join('---\n'), manifestYaml(edited), undefined, undefined, { context: 3 });
  return [`${objectLabel(ref)} is edited:`, ...hunks.flatMap(({ lines }) => lines)];
}

function plainPath(file: string): string {
  return file.replace(/^(?:\.?\/)+/, '');
}
