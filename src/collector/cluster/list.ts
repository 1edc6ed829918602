import type { Gap, Limitation } from '../../model/gap.ts';
import type { ApiError } from './api-error.ts';
import type { Get } from './get.ts';
import { groupResource, type ListedKind, listPath } from './kinds.ts';
import { type Pages, readPages } from './pages.ts';
import { type SourcedObject, sourcedObject } from './sourced-object.ts';

/** What came of listing one kind. */
export interface ListedObjects {
  kind: string;
  objects: SourcedObject[];
  /** True where all objects of the kind in the cluster were read. */
  complete: boolean;
  /** True where the server gave the list or refused it: it is an API server and knows who asks. */
  answered: boolean;
  gaps: Gap[];
  limitations: Limitation[];
}

export interface ListOptions {
  chunkSize: number;
  /** Where a list over all namespaces is refused, that of this namespace is read. */
  namespace: string | undefined;
}

/**
 * Lists all objects of a kind. A list that is refused or fails is a gap for a required kind and a limitation for any other,
 * also where a namespace's list could be read instead: what the other namespaces hold stays unknown. Never throws an ApiError.
 */
export async function listKind(get: Get, listed: ListedKind, { chunkSize, namespace }: ListOptions): Promise<ListedObjects> {
  const wide = await readServed(get, listed, chunkSize, undefined);
  const list = toObjects(listed, wide);
  if (wide.failure === undefined) return { ...list, complete: list.gaps.length === 0 };
  // A resource that no version serves has no objects. RBAC is different: where it is not served, there is nothing to audit.
  if (wide.failure.status === 404 && !listed.required) return { ...list, complete: true, answered: false };
  const refused = wide.failure.status === 403;
  if (!refused || !listed.namespaced || namespace === undefined) return withProblem(list, listed, wide.path, wide.failure);
  const narrow = await readServed(get, listed, chunkSize, namespace);
  const only = narrow.failure === undefined ? `, only those in namespace ${namespace} were` : '';
  return withProblem(toObjects(listed, narrow), listed, wide.path, wide.failure, only);
}

interface ServedPages extends Pages {
  version: string;
  path: string;
}

/** Reads a list in the first version that serves it. */
async function readServed(get: Get, listed: ListedKind, chunkSize: number, namespace: string | undefined): Promise<ServedPages> {
  const read = async (version: string): Promise<ServedPages> => {
    const path = listPath(listed, version, namespace);
    return { version, path, ...(await readPages(get, path, chunkSize)) };
  };
  const [newest, ...older] = listed.versions;
  let served = await read(newest);
  for (const version of older) {
    if (served.failure?.status !== 404) break;
    served = await read(version);
  }
  return served;
}

function toObjects(listed: ListedKind, { items, version, path }: ServedPages): ListedObjects {
  const objects = items.flatMap((item) => sourcedObject(item, listed, version, path) ?? []);
  const odd = items.length - objects.length;
  const message = `${odd} of ${items.length} items in the list of ${groupResource(listed)} are no objects`;
  const gaps: Gap[] = odd === 0 ? [] : [{ code: 'malformed-object', source: path, message, advice: 'the others were read' }];
  return { kind: listed.kind, objects, complete: false, answered: true, gaps, limitations: [] };
}

function withProblem(list: ListedObjects, listed: ListedKind, source: string, failure: ApiError, only = ''): ListedObjects {
  const refused = failure.status === 403;
  const code = refused ? 'list-refused' : 'list-failed';
  const before = !refused && list.objects.length > 0 ? ` after the first ${list.objects.length}` : '';
  const message = `${groupResource(listed)} could not be listed${before}${only}: ${failure.message}`;
  if (!listed.required) return { ...list, answered: refused, limitations: [{ code, source, message }] };
  const advice = refused
    ? `grant list on ${groupResource(listed)} cluster-wide (docs/rbac/reader.yaml)`
    : 'try again when the API server is well';
  return { ...list, answered: refused, gaps: [...list.gaps, { code, source, message, advice }] };
}
