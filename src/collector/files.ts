import { type Dirent, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import picomatch from 'picomatch';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';
import type { Gap } from '../model/gap.ts';
import { byCodeUnit } from '../model/order.ts';

/** Which files to read: paths as given, whether to go into subfolders, and globs to leave out. */
export interface FileSelection {
  paths: readonly string[];
  recursive: boolean;
  exclude: readonly string[];
}

/** Files in the order in which they are to be read, `-` for stdin, and what was passed over. */
export interface FileList {
  files: string[];
  gaps: Gap[];
}

const manifestName = /\.(?:ya?ml|json)(?:\.gz)?$/i;
/** What marks a folder whose files are templates or patches, not objects. */
const renderers: ReadonlyMap<string, string> = new Map([
  ['Chart.yaml', 'helm template'],
  ['kustomization.yaml', 'kubectl kustomize'],
  ['kustomization.yml', 'kubectl kustomize'],
  ['Kustomization', 'kubectl kustomize'],
]);
const neverEntered: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Finds the files that `-f` names. Folders give their YAML and JSON files; a folder to be rendered first (a Helm chart,
 * a kustomization) is an error where it was named itself and a gap where it lies inside another.
 * Throws a UserError for a path that is not there and for a folder without manifests.
 */
export function listFiles(selection: FileSelection): FileList {
  const walk = new Walk(selection);
  for (const path of selection.paths) walk.start(path);
  return { files: [...new Set(walk.files)], gaps: walk.gaps };
}

class Walk {
  readonly files: string[] = [];
  readonly gaps: Gap[] = [];
  private readonly recursive: boolean;
  private readonly excluded: (root: string, path: string) => boolean;

  constructor({ recursive, exclude }: FileSelection) {
    this.recursive = recursive;
    const matchers = exclude.map((glob) => picomatch(glob.replace(/\/$/, ''), { dot: true, basename: !glob.includes('/') }));
    this.excluded = (root, path) => matchers.some((matches) => matches(relative(root, path)) || matches(path));
  }

  start(path: string): void {
    if (path === '-') {
      this.files.push(path);
      return;
    }
    if (!existsSync(path)) throw missing(path);
    if (!statSync(path).isDirectory()) {
      this.files.push(path);
      return;
    }
    const render = rendererOf(path);
    if (render) {
      throw new UserError(`${path}: this folder has to be rendered before it can be read`, `${render} ${path} | rbac-audit … -f -`);
    }
    const before = this.files.length + this.gaps.length;
    this.folder(path, path);
    if (this.files.length + this.gaps.length === before) throw this.empty(path);
  }

  private folder(root: string, path: string): void {
    const entries = entriesOf(path);
    if (!entries) this.gaps.push(unreadable(path));
    for (const entry of entries?.sort((a, b) => byCodeUnit(a.name, b.name)) ?? []) {
      const inside = join(path, entry.name);
      if (this.excluded(root, inside)) continue;
      if (entry.isDirectory()) {
        if (this.recursive && !neverEntered.has(entry.name)) this.subfolder(root, inside);
      } else if (manifestName.test(entry.name) && isFile(inside)) this.files.push(inside);
    }
  }

  private subfolder(root: string, path: string): void {
    const render = rendererOf(path);
    if (render) this.gaps.push(unrendered(path, render));
    else this.folder(root, path);
  }

  private empty(path: string): UserError {
    const folders = entriesOf(path)?.some((entry) => entry.isDirectory() && !neverEntered.has(entry.name));
    const advice =
      folders && !this.recursive
        ? 'there are subfolders: add -R to read them'
        : 'YAML and JSON files are read: *.yaml, *.yml, *.json, *.gz';
    return new UserError(`${path}: no manifests in this folder`, advice);
  }
}

/** What lies in a folder; undefined where there is none, or where it may not be read. */
function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function unreadable(path: string): Gap {
  return { code: 'unreadable-file', source: path, message: `${path}: this folder cannot be read`, advice: 'check its permissions' };
}

function rendererOf(folder: string): string | undefined {
  for (const [name, command] of renderers) if (existsSync(join(folder, name))) return command;
  return undefined;
}

function unrendered(path: string, render: string): Gap {
  return {
    code: 'unrendered-template',
    source: path,
    message: `${path} was passed over: it has to be rendered first`,
    advice: `${render} ${path} | rbac-audit … -f -, or leave it out: --exclude '${basename(path)}'`,
  };
}

/** Follows links to files; a link to a folder is not entered, since it may lead in circles. */
function isFile(path: string): boolean {
  return lstatSync(path).isFile() || (existsSync(path) && statSync(path).isFile());
}

function missing(path: string): UserError {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '.';
  const names = entriesOf(folder)?.map((entry) => entry.name);
  const name = nearest(basename(path), names ?? []);
  return new UserError(
    `${path}: no such file or folder`,
    name === undefined ? 'name a YAML or JSON file, a folder, or - for standard input' : `did you mean ${join(folder, name)}?`,
  );
}
