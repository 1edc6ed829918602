import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../model/error.ts';
import type { FieldPath, Position } from '../model/position.ts';
import { parseDocuments } from './documents.ts';
import { DocumentOrigin } from './positions.ts';
import { SourceText } from './source-text.ts';
import { decode } from './text.ts';

/** The name of the configuration file. */
export const configName = '.rbac-audit.yaml';

/** What a configuration file holds, with the places of its values and keys. */
export interface ConfigFile {
  value: unknown;
  locate(path: FieldPath): Position;
  locateKey(path: FieldPath): Position;
}

/**
 * The configuration that holds in a folder: its own, or else that of the nearest folder above, up to the root of the repository
 * (where `.git` lies) or of the file system.
 */
export function findConfig(folder: string): string | undefined {
  const file = join(folder, configName);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, '.git')) ? undefined : findConfig(parent);
}

/**
 * Reads a configuration file, with the same limits as manifests. `name` is what it is called in messages. Throws a UserError
 * where it is not one readable YAML document.
 */
export function readConfig(file: string, name: string): ConfigFile {
  const source = new SourceText(name, textOf(file, name));
  const { documents, broken } = parseDocuments(source);
  const [problem] = broken;
  if (problem) {
    const { line, column } = problem.position;
    const reason = problem.repeatsKey ? 'a key stands twice in one mapping' : `not YAML: ${problem.reason}`;
    throw new UserError(`${name}:${line}:${column}: ${reason}`, 'mend it, or leave it out with --no-config');
  }
  const [document, second] = documents;
  if (second) {
    const { line, column } = second.origin.locate([]);
    throw new UserError(`${name}:${line}:${column}: a second document`, 'a configuration is one YAML document');
  }
  // A file of comments only has no document, and nothing in it that could be wrong.
  const origin = document?.origin ?? new DocumentOrigin(source, { start: 0, end: 0 }, 'yaml');
  return { value: document?.value, locate: (path) => origin.locate(path), locateKey: (path) => origin.locateKey(path) };
}

function textOf(file: string, name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UserError(`${name}: no such file, or not readable`, 'name a configuration with --config, or leave it out with --no-config');
  }
  const decoded = decode(bytes);
  if ('refused' in decoded)
    throw new UserError(`${name}: not a text in UTF-8`, `a configuration is YAML, as ${configName} in docs/configuration.md`);
  return decoded.text;
}
