import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** How the files of a patch are named, and the folder in which it has to be applied. */
export interface PatchPaths {
  folder: string;
  pathOf(file: string): string;
}

/**
 * Names files by their place below the working folder, as git and patch want it; both refuse to reach outside the folder in which
 * they run. Where a file lies elsewhere, the paths start at the nearest folder that holds them all. Links are followed, since neither
 * tool changes a file through one.
 */
export function patchPaths(files: readonly string[], cwd: string): PatchPaths {
  const targets = new Map(files.map((file) => [file, realFile(resolve(cwd, file))]));
  let folder = cwd;
  while (![...targets.values()].every((target) => target.startsWith(folder.endsWith(sep) ? folder : folder + sep)))
    folder = dirname(folder);
  return { folder, pathOf: (file) => relative(folder, targets.get(file) ?? resolve(cwd, file)).replaceAll(sep, '/') };
}

/** The file that a path leads to, links followed. */
export function realFile(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It was there when it was read. Whoever applies the patch will be told.
    return path;
  }
}
