import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Access } from '../analyzer/access/access.ts';
import { bindingKey } from '../model/binding.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { Origin } from '../model/position.ts';
import { roleKey } from '../model/role.ts';
import type { Place, Places } from '../report/places.ts';
import { encodedPath } from '../report/uri.ts';

/** Places in files count from the folder `cwd`. What no file holds has a place that is made of its name, and so is always the same. */
export function placesOf({ roles, bindings, snapshot }: Access, cwd: string): Places {
  const origins = new Map<string, Origin | undefined>();
  for (const role of roles) origins.set(roleKey(role), role.origins[0]);
  for (const binding of bindings) origins.set(bindingKey(binding), binding.origins[0]);
  const known = new Map<string, Place>();
  const places: Places = {
    ofPosition: ({ file, line, column }) => ({ ...fileUri(file, cwd), line, column }),
    ofObject(object) {
      const key = `${object.kind}\u0000${object.namespace ?? ''}\u0000${object.name}`;
      const origin = origins.get(key);
      const place = known.get(key) ?? (origin ? places.ofPosition(origin.locate([])) : madeUp(object, snapshot.sources));
      known.set(key, place);
      return place;
    },
  };
  return places;
}

/** Relative where the file lies below the folder, as code scanning wants it. */
function fileUri(file: string, cwd: string): Pick<Place, 'uri' | 'isRelative'> {
  const path = relative(cwd, resolve(cwd, file));
  if (isAbsolute(path) || path.split(sep)[0] === '..') return { uri: pathToFileURL(resolve(cwd, file)).href, isRelative: false };
  return { uri: encodedPath(path.split(sep)), isRelative: true };
}

function madeUp({ kind, namespace, name }: ObjectRef, sources: readonly string[]): Place {
  const segments = ['cluster', sources.join(', '), kind, ...(namespace === undefined ? [] : [namespace]), `${name}.yaml`];
  return { uri: encodedPath(segments), isRelative: true, line: 1, column: 1 };
}
