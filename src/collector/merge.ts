import { type Binding, bindingKey } from '../model/binding.ts';
import type { Gap, ObjectRef } from '../model/gap.ts';
import { byCodeUnit, byKeys, sortedByKey } from '../model/order.ts';
import type { Origin } from '../model/position.ts';
import { type Role, roleKey } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';

/** Objects of one kind, each once and sorted by key, with the gaps that differing copies leave. */
export interface Merged<T> {
  objects: T[];
  gaps: Gap[];
}

/** Merges copies of roles. Identical copies keep all positions; of differing ones the union of the rules is judged. */
export function mergeRoles(roles: readonly Role[]): Merged<Role> {
  return merge(roles, roleKey, roleContent, (copies, origins) => {
    const [first] = copies;
    const rules = new Map<string, Rule>();
    for (const rule of copies.flatMap((copy) => copy.rules)) {
      const content = JSON.stringify({ ...rule, index: 0 });
      if (!rules.has(content)) rules.set(content, { ...rule, index: rules.size });
    }
    const aggregation = copies.flatMap((copy) => copy.aggregation ?? []);
    const isAggregated = copies.some((copy) => copy.aggregation !== undefined);
    return [{ ...first, labels: unionOfLabels(copies), rules: [...rules.values()], origins, ...(isAggregated ? { aggregation } : {}) }];
  });
}

/** Merges copies of bindings. Differing ones all count: each keeps its own roleRef and subjects. */
export function mergeBindings(bindings: readonly Binding[]): Merged<Binding> {
  return merge(bindings, bindingKey, bindingContent, (copies) => [...copies]);
}

/** Keeps one object per key, with the origins of all. For kinds that grant nothing and so leave no gap when copies differ. */
export function mergeOthers<T extends { origins: readonly Origin[] }>(items: readonly T[], key: (item: T) => string): T[] {
  return groups(items, key).map((copies) => ({ ...firstOf(copies), origins: originsOf(copies) }));
}

type Copies<T> = readonly [T, ...T[]];

function merge<T extends { kind: string; namespace?: string; name: string; origins: readonly Origin[] }>(
  items: readonly T[],
  key: (item: T) => string,
  content: (item: T) => string,
  union: (copies: Copies<T>, origins: readonly Origin[]) => T[],
): Merged<T> {
  const gaps: Gap[] = [];
  const objects = groups(items, key).flatMap((copies) => {
    if (copies.length === 1) return copies;
    const origins = originsOf(copies);
    const [first, ...rest] = groups(copies, content).map(firstOf);
    if (first === undefined || rest.length === 0) return [{ ...firstOf(copies), origins }];
    gaps.push(differingCopies(first, origins));
    return union([first, ...rest], origins);
  });
  return { objects, gaps };
}

/** Of copies that are alike in what counts the one that comes first by all that they hold, whichever was read first. */
function firstOf<T extends { origins: readonly Origin[] }>(copies: Copies<T>): T {
  const [first] = copies.length === 1 ? copies : sortedByKey(copies, (copy) => JSON.stringify({ ...copy, origins: [] }, mapsAsEntries));
  return first ?? copies[0];
}

function groups<T>(items: readonly T[], key: (item: T) => string): Copies<T>[] {
  const byKey = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const own = key(item);
    const copies = byKey.get(own);
    if (copies) copies.push(item);
    else byKey.set(own, [item]);
  }
  return [...byKey].sort(([a], [b]) => byCodeUnit(a, b)).map(([, copies]) => copies);
}

function originsOf(copies: readonly { origins: readonly Origin[] }[]): readonly Origin[] {
  const origins = copies.flatMap((copy) => copy.origins);
  if (origins.length < 2) return origins;
  return origins
    .map((origin) => ({ origin, at: origin.locate([]) }))
    .sort(byKeys(({ at }) => [at.file, String(at.line).padStart(9, '0'), String(at.column).padStart(9, '0')]))
    .map(({ origin }) => origin);
}

/** How many places of copies a message names. */
const mostPlaces = 5;

function differingCopies(object: { kind: string; namespace?: string; name: string }, origins: readonly Origin[]): Gap {
  const positions = origins.map((origin) => origin.locate([]));
  const [position] = positions;
  const ref: ObjectRef = {
    kind: object.kind,
    name: object.name,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
  };
  const places = positions.slice(0, mostPlaces).map(({ file, line }) => `${file}:${line}`);
  const more = positions.length > mostPlaces ? ` and ${positions.length - mostPlaces} more` : '';
  return {
    code: 'differing-duplicate',
    source: position?.file ?? 'cluster',
    ...(position ? { position } : {}),
    object: ref,
    message: `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name} is there more than once and the copies differ: ${places.join(', ')}${more}`,
    advice: 'all that any copy grants was judged; keep one copy, or leave the others out with --exclude',
  };
}

function roleContent(role: Role): string {
  const rules = role.rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => [
    verbs,
    apiGroups,
    resources,
    resourceNames,
    nonResourceURLs,
  ]);
  return JSON.stringify([rules, role.aggregation ?? null, sortedEntries(role.labels)], mapsAsEntries);
}

function bindingContent(binding: Binding): string {
  return JSON.stringify([binding.roleRef.kind, binding.roleRef.name, binding.subjects]);
}

function unionOfLabels(copies: readonly Role[]): ReadonlyMap<string, string> {
  return new Map(copies.flatMap((copy) => [...copy.labels]));
}

function mapsAsEntries(_key: string, value: unknown): unknown {
  return value instanceof Map ? sortedEntries(value) : value;
}

function sortedEntries(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].sort(([a], [b]) => byCodeUnit(a, b));
}
