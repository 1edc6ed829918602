import type { Limitation } from '../../model/gap.ts';
import { textAt } from '../fields.ts';
import type { Get } from './get.ts';
import { bindingKinds, type ListedKind, listPath, roleKinds } from './kinds.ts';
import type { ListedObjects } from './list.ts';
import { readPages } from './pages.ts';
import { type SourcedObject, sourcedObject } from './sourced-object.ts';

/** Where more roles than this are missing, time between two lists is not the reason. */
const mostRereads = 50;

/** A role that a binding names. */
interface Reference {
  name: string;
  namespace: string | undefined;
}

/** What asking again brought. */
interface Rereads {
  objects: SourcedObject[];
  limitations: Limitation[];
}

/**
 * Asks again, by name, for the roles that bindings name and the lists do not hold: the lists are read at slightly different
 * times, and a role created in between is not missing. It asks with a list that selects one name, because that needs no more
 * than the right to list. Returns the roles that exist after all. Never throws an ApiError.
 */
export async function rereadMissingRoles(get: Get, lists: readonly ListedObjects[]): Promise<Rereads> {
  const bindings = lists.filter(({ kind }) => bindingKinds.some((binding) => binding.kind === kind)).flatMap(({ objects }) => objects);
  const rereads = await Promise.all(
    roleKinds.map(async (roleKind) => {
      const roles = lists.find(({ kind }) => kind === roleKind.kind);
      return roles?.complete
        ? rereadKind(get, roleKind, missingRoles(roleKind, roles.objects, bindings))
        : { objects: [], limitations: [] };
    }),
  );
  return { objects: rereads.flatMap(({ objects }) => objects), limitations: rereads.flatMap(({ limitations }) => limitations) };
}

async function rereadKind(get: Get, roleKind: ListedKind, missing: readonly Reference[]): Promise<Rereads> {
  const asked = missing.slice(0, mostRereads);
  const reads = await Promise.all(asked.map((reference) => reread(get, roleKind, reference)));
  const unsure = missing.length - asked.length + reads.filter((read) => read === undefined).length;
  const message = `${unsure} of ${missing.length} missing ${roleKind.resource} that bindings name were not asked for a second time`;
  return {
    objects: reads.flatMap((read) => read ?? []),
    limitations: unsure === 0 ? [] : [{ code: 'not-reread', source: listPath(roleKind, roleKind.versions[0]), message }],
  };
}

function missingRoles(roleKind: ListedKind, roles: readonly SourcedObject[], bindings: readonly SourcedObject[]): Reference[] {
  const known = new Set(roles.map(({ value }) => key(textAt(value, 'metadata', 'namespace'), textAt(value, 'metadata', 'name'))));
  const missing = new Map<string, Reference>();
  for (const { value } of bindings) {
    const namespace = roleKind.namespaced ? textAt(value, 'metadata', 'namespace') : undefined;
    const name = textAt(value, 'roleRef', 'name');
    if (textAt(value, 'roleRef', 'kind') !== roleKind.kind || name === undefined || roleKind.namespaced !== isNamespace(namespace))
      continue;
    if (!known.has(key(namespace, name))) missing.set(key(namespace, name), { name, namespace });
  }
  return [...missing.values()];
}

function key(namespace: string | undefined, name: string | undefined): string {
  return `${namespace ?? ''}/${name ?? ''}`;
}

/** What the server calls a namespace becomes part of a path: only a DNS label may. */
function isNamespace(name: string | undefined): boolean {
  return name !== undefined && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** Undefined where the server did not answer. */
async function reread(get: Get, roleKind: ListedKind, { name, namespace }: Reference): Promise<SourcedObject[] | undefined> {
  const version = roleKind.versions[0];
  // The escapes of apimachinery's fields.EscapeValue.
  const selector = `metadata.name=${name.replace(/[\\,=]/g, '\\$&')}`;
  const path = `${listPath(roleKind, version, namespace)}?${new URLSearchParams({ fieldSelector: selector })}`;
  const { items, failure } = await readPages(get, path, 0);
  if (failure !== undefined) return undefined;
  return items
    .filter((item) => textAt(item, 'metadata', 'name') === name)
    .flatMap((item) => sourcedObject(item, roleKind, version, path) ?? []);
}
