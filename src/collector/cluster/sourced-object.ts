import { type Fields, isFields } from '../fields.ts';
import { apiVersion, type ListedKind } from './kinds.ts';

/** One API object as the server gave it, with its kind and apiVersion filled in (lists leave them out), and the path of its list. */
export interface SourcedObject {
  source: string;
  value: Fields;
}

/**
 * Makes an object of an item of a list; undefined where the item is none. Leaves out status and managedFields, which say
 * nothing about access and are most of a pod.
 */
export function sourcedObject(item: unknown, listed: ListedKind, version: string, source: string): SourcedObject | undefined {
  if (!isFields(item)) return undefined;
  const { status: _status, metadata, ...rest } = item;
  return {
    source,
    value: { ...rest, metadata: withoutManagedFields(metadata), kind: listed.kind, apiVersion: apiVersion(listed.group, version) },
  };
}

function withoutManagedFields(metadata: unknown): unknown {
  if (!isFields(metadata)) return metadata;
  const { managedFields: _managedFields, ...rest } = metadata;
  return rest;
}
