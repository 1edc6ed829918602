import type { Location, LogicalLocation } from 'sarif';
import type { ObjectRef } from '../../model/gap.ts';
import type { Place } from '../places.ts';
import { plain } from '../plain.ts';

/** A place with the objects that it is about. */
export function location({ uri, isRelative, line, column }: Place, objects: readonly ObjectRef[] = [], message?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: isRelative ? { uri, uriBaseId: '%SRCROOT%' } : { uri },
      region: { startLine: line, startColumn: column },
    },
    ...(objects.length > 0 && { logicalLocations: objects.map(logicalLocation) }),
    ...(message !== undefined && { message: { text: messageText(message) } }),
  };
}

/** An object of a cluster by its kind and full name: `Role/clinic/fax-gateway`. */
function logicalLocation({ kind, namespace, name }: ObjectRef): LogicalLocation {
  const fullName = [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
  return { name: plain(name), fullyQualifiedName: plain(fullName), kind: plain(kind) };
}

/** A text as a message: in SARIF, `[text](number)` would become a link. */
export function messageText(text: string): string {
  return plain(text).replaceAll('](', '] (');
}
