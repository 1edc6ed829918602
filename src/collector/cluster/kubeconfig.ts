import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { UserError } from '../../model/error.ts';
import { type Fields, fieldAt, isFields, listAt, textAt } from '../fields.ts';
import type { Surroundings } from './surroundings.ts';

/** One named cluster, user or context as written; relative paths in it start at the folder of its file. */
export interface Entry {
  fields: Fields;
  folder: string;
}

/** The kubeconfig files that hold, merged as kubectl merges them. */
export interface Kubeconfig {
  clusters: Map<string, Entry>;
  users: Map<string, Entry>;
  contexts: Map<string, Entry>;
  currentContext: string | undefined;
}

/** A kubeconfig that names nothing. */
export function emptyKubeconfig(): Kubeconfig {
  return { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: undefined };
}

/**
 * Finds and merges kubeconfig files by kubectl's rules (client-go ClientConfigLoadingRules): the file of --kubeconfig alone,
 * else all of $KUBECONFIG that exist, else ~/.kube/config. Undefined where that leaves nothing.
 * Throws a UserError for a file that cannot be read or is no kubeconfig, and where --kubeconfig names none.
 */
export async function loadKubeconfig(explicit: string | undefined, surroundings: Surroundings): Promise<Kubeconfig | undefined> {
  const merged = emptyKubeconfig();
  for (const file of kubeconfigFiles(explicit, surroundings)) {
    const content = await readKubeconfig(file, explicit !== undefined);
    if (content !== undefined) mergeKubeconfig(merged, content, file);
  }
  return merged.clusters.size + merged.contexts.size + merged.users.size === 0 ? undefined : merged;
}

function kubeconfigFiles(explicit: string | undefined, { env, home }: Surroundings): string[] {
  if (explicit !== undefined) return [explicit];
  if (env.KUBECONFIG) return [...new Set(env.KUBECONFIG.split(delimiter).filter((file) => file !== ''))];
  return [join(home, '.kube', 'config')];
}

async function readKubeconfig(file: string, required: boolean): Promise<Fields | undefined> {
  let content: unknown;
  try {
    content = load(await readFile(file, 'utf8'));
  } catch (error) {
    if (!required && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UserError(`cannot read the kubeconfig ${file}: ${readProblem(error)}`, 'give another with --kubeconfig or KUBECONFIG');
  }
  if (content === null || content === undefined) return undefined;
  if (!isFields(content)) throw new UserError(`${file} is no kubeconfig`, 'give another with --kubeconfig or KUBECONFIG');
  return content;
}

/** A YAMLException's message quotes the file, and the file holds credentials: only the reason and the line are told. */
function readProblem(error: unknown): string {
  if (error instanceof YAMLException) return error.mark ? `${error.reason} in line ${error.mark.line + 1}` : error.reason;
  return error instanceof Error && 'code' in error ? String(error.code) : 'it is unreadable';
}

/** The first file to name a cluster, user, context or current context wins, and whole: entries are never mixed. */
function mergeKubeconfig(merged: Kubeconfig, content: Fields, file: string): void {
  mergeEntries(merged.clusters, content, 'clusters', 'cluster', file);
  mergeEntries(merged.users, content, 'users', 'user', file);
  mergeEntries(merged.contexts, content, 'contexts', 'context', file);
  merged.currentContext ??= textAt(content, 'current-context');
}

function mergeEntries(entries: Map<string, Entry>, content: Fields, list: string, field: string, file: string): void {
  const seen = new Set<string>();
  for (const item of listAt(content, list)) {
    const name = textAt(item, 'name');
    if (name === undefined) continue;
    if (seen.has(name)) throw new UserError(`the kubeconfig ${file} names the ${field} ${name} twice`, 'remove one of the two');
    seen.add(name);
    const fields = fieldAt(item, field);
    if (!entries.has(name)) entries.set(name, { fields: isFields(fields) ? fields : {}, folder: dirname(resolve(file)) });
  }
}
