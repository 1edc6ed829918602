import { relative, resolve } from 'node:path';
import { fileChanges } from '../generator/file-changes.ts';
import { countLines } from '../generator/hunks.ts';
import { successionOf } from '../generator/succession.ts';
import { UserError } from '../model/error.ts';
import type { ObjectRef } from '../model/gap.ts';
import { objectKey } from '../model/gap.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { count, objectText } from '../report/words.ts';
import { realFile } from './patch-paths.ts';
import { rewriteFiles } from './write-files.ts';

/**
 * Carries proposals out in the files that were read, all of them or none, and tells what was changed. Throws a UserError where an
 * object was read from something that cannot be edited.
 */
export function editInPlace(proposals: readonly Proposal[], snapshot: Snapshot): string[] {
  const { files, untold, homeless } = fileChanges(successionOf(proposals), snapshot, (file) => realFile(resolve(file)));
  const [first] = untold;
  if (first) throw notEditable(first.ref, snapshot);
  const [manifest] = homeless;
  if (manifest)
    throw new UserError(`no file that was read has a place for ${manifest.kind}/${manifest.metadata.name}`, 'use --out-dir instead');
  rewriteFiles(files.map(({ path, before = '', after }) => ({ file: path, before, after })));
  return files.map(({ path, before = '', after, edits }) => {
    const name = relative(process.cwd(), path);
    if (after === undefined) return `deleted ${name}: nothing is left in it`;
    const { added, removed } = countLines(before, edits);
    return `edited ${name}: ${count(added, 'line')} added, ${removed} removed`;
  });
}

function notEditable(ref: ObjectRef, { roles, bindings }: Snapshot): UserError {
  const origins = [...roles, ...bindings].filter((object) => objectKey(object) === objectKey(ref)).flatMap((object) => object.origins);
  const origin = origins.find(({ source }) => source === undefined) ?? origins[0];
  const what = objectText(ref);
  if (!origin) return new UserError(`${what} is in no file that was read`, 'use --out-dir instead');
  if (origin.file === 'stdin')
    return new UserError(`${what} was read from standard input, which cannot be edited`, 'name the files with -f, or use --out-dir');
  if (!origin.source)
    return new UserError(`${origin.file} cannot be edited: it is packed or in UTF-16`, 'unpack it or save it as UTF-8, or use --out-dir');
  return new UserError(
    `${origin.file}: ${what} cannot be edited without touching its neighbours`,
    'edit it by hand (--format yaml), or use --out-dir',
  );
}
