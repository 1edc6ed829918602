import { closeSync, existsSync, globSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../../facts/nearest.ts';
import { UserError } from '../../model/error.ts';
import { byCodeUnit, byKeys } from '../../model/order.ts';

const advice = 'name a file, a folder, a quoted glob such as "audit*.log", or - for standard input';

/**
 * The files that the paths name, in the order of their first events, whatever rotation has called them; standard input is last.
 * A folder gives all files in it and below, hidden ones left out; a path that does not exist may be a glob.
 * Throws a UserError for a path that names nothing.
 */
export function listLogs(paths: readonly string[]): string[] {
  const files = new Set(paths.filter((path) => path !== '-').flatMap(filesOf));
  const dated = [...files].map((file) => ({ file, time: firstTime(file) })).sort(byKeys(({ file, time }) => [time, file]));
  return [...dated.map(({ file }) => file), ...(paths.includes('-') ? ['-'] : [])];
}

function filesOf(path: string): string[] {
  const found = existsSync(path) ? [path] : globSync(path).sort(byCodeUnit);
  if (found.length === 0) throw missing(path);
  const files = found.flatMap((one) => (statSync(one).isDirectory() ? filesBelow(one) : [one]));
  if (files.length === 0) throw new UserError(`${path}: no files in this folder`, advice);
  return files;
}

/** A link to a folder is not entered, since it may lead in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() || (existsSync(path) && statSync(path).isFile()) ? [path] : [];
    });
}

/** When the first event of a file came in, as it is written there; empty where that is not near its beginning. */
function firstTime(file: string): string {
  const [, time = ''] = /"(?:requestReceivedTimestamp|timestamp|stageTimestamp)":\s*"(\d[^"\\]*)/.exec(headOf(file)) ?? [];
  return time;
}

function headOf(path: string): string {
  try {
    if (!statSync(path).isFile()) return '';
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(64 * 1024);
      const head = bytes.subarray(0, readSync(file, bytes));
      return (head[0] === 0x1f && head[1] === 0x8b ? unpacked(head) : head).toString('latin1');
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever reads it will say what is wrong with it.
    return '';
  }
}

function unpacked(head: Buffer): Buffer {
  const { gunzipSync, constants } = process.getBuiltinModule('node:zlib');
  return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
}

function missing(path: string): UserError {
  const folder = dirname(path);
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const name = nearest(basename(path), names);
  return new UserError(`${path}: no such file or folder`, name === undefined ? advice : `did you mean ${join(folder, name)}?`);
}
