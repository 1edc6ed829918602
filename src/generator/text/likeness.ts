import { type Fields, fieldOf, isFields, isSame } from './same.ts';

/** How well something new fits the place of something old; 0 where it has no business there. */
export function likeness(old: unknown, now: unknown): number {
  if (isSame(old, now)) return 1;
  return isFields(old) && isFields(now) && 'verbs' in old && 'verbs' in now ? likenessOfRules(old, now) : 0;
}

/** Rules are alike where one can have been made from the other, and the more so the more they share. */
function likenessOfRules(old: Fields, now: Fields): number {
  const share = (name: string): number => shared(stringsOf(old, name), stringsOf(now, name));
  const onResources = share('apiGroups') * share('resources');
  const what = Math.max(onResources, share('nonResourceURLs'));
  return what * share('verbs') * 0.99;
}

/** The part that two lists share of what either holds. A wildcard shares something with everything. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((item) => b.has(item)).length;
  if (both > 0) return both / (a.size + b.size - both);
  return a.size > 0 && b.size > 0 && (hasWildcard(a) || hasWildcard(b)) ? 0.01 : 0;
}

function hasWildcard(items: ReadonlySet<string>): boolean {
  return [...items].some((item) => item.includes('*'));
}

function stringsOf(fields: Fields, name: string): ReadonlySet<string> {
  const list = fieldOf(fields, name);
  return new Set(Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []);
}
