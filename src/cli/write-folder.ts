import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../model/error.ts';
import { writeError } from './write-error.ts';

/** Lists the files of the last run, one a line, so that the next one knows which are its own. */
const listName = '.rbac-audit-files';

/** The paths that a run writes. The list lies in a folder that anybody may have filled, so nothing else is believed. */
const ownPath = /^(?:README\.md|(?:create|edit|remove|rollback|rollback\/edit)\/[A-Za-z0-9][A-Za-z0-9._-]*\.yaml)$/;

/**
 * Writes files into a folder, which is made if it is not there. The files of an earlier run are taken out first, since kubectl would
 * apply what is left of them. Throws a UserError for a folder with other things in it, unless forced: then those stay.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>, force: boolean): void {
  try {
    if (!force) expectOurs(folder);
    mkdirSync(folder, { recursive: true });
    for (const path of [...listedIn(folder), ...files.keys()]) {
      expectNoLinks(folder, path);
      rmSync(join(folder, path), { force: true });
    }
    // Written first, so that a run that breaks off leaves a folder that is known as ours.
    rmSync(join(folder, listName), { force: true });
    writeFileSync(join(folder, listName), [...files.keys()].map((path) => `${path}\n`).join(''), { flag: 'wx' });
    for (const [path, text] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
    for (const name of ['rollback/edit', 'rollback', 'remove', 'edit', 'create']) removeIfEmpty(join(folder, name));
  } catch (error) {
    throw writeError(error, folder, 'check its permissions, or choose another folder');
  }
}

/** A folder is ours if it is empty or an earlier run made it, and nothing was put where kubectl would apply it. */
function expectOurs(folder: string): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) throw new UserError(`${folder} is not a folder`, 'name a folder for the files, or a new one');
  const names = readdirSync(folder);
  if (names.length > 0 && !names.includes(listName))
    throw new UserError(`${folder} holds other files`, 'choose another folder, or add --force to write beside them');
  const own = new Set(listedIn(folder));
  const foreign = ['create', 'edit', 'remove', 'rollback', 'rollback/edit']
    .flatMap((name) => filesIn(folder, name))
    .find((path) => !own.has(path));
  if (foreign !== undefined)
    throw new UserError(`${join(folder, foreign)} is not of an earlier run`, 'kubectl would apply it too: move it away, or add --force');
}

function listedIn(folder: string): string[] {
  const list = join(folder, listName);
  if (!lstatSync(list, { throwIfNoEntry: false })?.isFile()) return [];
  return readFileSync(list, 'utf8')
    .split('\n')
    .filter((path) => ownPath.test(path));
}

function filesIn(folder: string, name: string): string[] {
  const inside = join(folder, name);
  if (!existsSync(inside) || !statSync(inside).isDirectory()) return [];
  return readdirSync(inside, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `${name}/${entry.name}`);
}

/** A link in the way would lead the files out of the folder. */
function expectNoLinks(folder: string, path: string): void {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const stat = lstatSync(join(folder, parent), { throwIfNoEntry: false });
    if (stat && !stat.isDirectory())
      throw new UserError(`${join(folder, parent)} is not a folder`, 'move it away, or choose another folder');
  }
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
