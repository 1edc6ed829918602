import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../model/error.ts';
import { writeError } from './write-error.ts';

/** A file on disk: what it holds, and what it shall hold; nothing where it shall go. */
export interface Rewrite {
  file: string;
  before: string;
  after: string | undefined;
}

/**
 * Rewrites files, all or none: new texts are written beside the old ones, and only when all are on disk they take their places.
 * Throws a UserError, with everything as it was, where a file cannot be written or no longer holds what was read.
 */
export function rewriteFiles(rewrites: readonly Rewrite[]): void {
  const staged = new Map<Rewrite, string>();
  const done: Rewrite[] = [];
  let current = '';
  try {
    for (const rewrite of rewrites) {
      current = rewrite.file;
      expectUnchanged(rewrite);
      if (rewrite.after !== undefined) staged.set(rewrite, writeBeside(rewrite.file, rewrite.after, staged.size));
    }
    for (const rewrite of rewrites) {
      current = rewrite.file;
      replace(rewrite.file, staged.get(rewrite));
      done.push(rewrite);
    }
  } catch (error) {
    for (const temporary of staged.values()) rmSync(temporary, { force: true });
    for (const { file, before } of done) replace(file, writeBeside(file, before, 0));
    throw writeError(error, current, 'nothing was changed; check the permissions of the file and of its folder');
  }
}

function expectUnchanged({ file, before }: Rewrite): void {
  accessSync(file, constants.W_OK);
  if (!readFileSync(file).equals(Buffer.from(before)))
    throw new UserError(`${file} has changed since it was read`, 'nothing was changed; run it again');
}

/** A new file in the same folder, so that it can take the other's place at once, with the same permissions. */
function writeBeside(file: string, text: string, number: number): string {
  const temporary = join(dirname(file), `.rbac-audit-${process.pid}-${number}.tmp`);
  // Of a file that was already restored there may be no old one.
  const { mode } = statSync(file, { throwIfNoEntry: false }) ?? { mode: 0o644 };
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(handle, text);
    fchmodSync(handle, mode & 0o7777);
    fsyncSync(handle);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  return temporary;
}

function replace(file: string, temporary: string | undefined): void {
  if (temporary === undefined) rmSync(file);
  else renameSync(temporary, file);
}
