import { fieldAt, isFields, textAt } from '../fields.ts';
import { ApiError } from './api-error.ts';
import type { Get } from './get.ts';

/** The items of a list, and why there are no more of them where reading it failed. */
export interface Pages {
  items: unknown[];
  failure: ApiError | undefined;
}

/** Far above what an API server can hold; it ends a list that never ends. */
const maxItems = 2_000_000;

/**
 * Reads a list page by page (`chunkSize` items each, 0 for all at once). Where the server has forgotten where we are (410),
 * it begins anew, once. Items read before a failure are kept: each of them is true, only the list is not whole.
 */
export async function readPages(get: Get, path: string, chunkSize: number): Promise<Pages> {
  const pages = await readThrough(get, path, chunkSize);
  return pages.failure?.status === 410 ? readThrough(get, path, chunkSize) : pages;
}

async function readThrough(get: Get, path: string, chunkSize: number): Promise<Pages> {
  const items: unknown[] = [];
  let next: string | undefined;
  try {
    do {
      const page = await get(pagePath(path, chunkSize, next));
      for (const item of itemsOf(page)) items.push(item);
      const following = textAt(page, 'metadata', 'continue');
      if ((following !== undefined && following === next) || items.length > maxItems) throw new ApiError('the list has no end');
      next = following;
    } while (next !== undefined);
    return { items, failure: undefined };
  } catch (error) {
    if (error instanceof ApiError) return { items, failure: error };
    throw error;
  }
}

function pagePath(path: string, chunkSize: number, next: string | undefined): string {
  const query = new URLSearchParams();
  if (chunkSize > 0) query.set('limit', String(chunkSize));
  if (next !== undefined) query.set('continue', next);
  return query.size === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

function itemsOf(page: unknown): readonly unknown[] {
  const items = fieldAt(page, 'items');
  if (Array.isArray(items)) return items;
  if (isFields(page) && items === null) return [];
  throw new ApiError('the answer is no list');
}
