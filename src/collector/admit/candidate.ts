import type { GapCode, ObjectRef } from '../../model/gap.ts';
import type { FieldPath, Origin } from '../../model/position.ts';
import { type Fields, fieldAt, isFields, textAt } from '../fields.ts';
import { ItemOrigin } from '../positions.ts';
import type { Admitted } from './admitted.ts';

/** Where objects come from: `source` names the file or API path in gaps; `origin` is there for files only. */
export interface Provenance {
  source: string;
  origin: Origin | undefined;
}

/** What every Kubernetes object says of itself, in the form in which the model keeps it. */
export interface Metadata {
  names: { namespace?: string; name: string };
  ref: ObjectRef;
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  origins: Origin[];
}

/** Shared by all that have none, because in a large cluster most objects have neither labels nor annotations. */
const noStrings: ReadonlyMap<string, string> = new Map();

/** An object at the door: its fields, its place in the document, and where what it holds and what it lacks is noted. */
export class Candidate {
  readonly fields: Fields;
  readonly admitted: Admitted;
  private readonly path: FieldPath;
  private readonly from: Provenance;
  private readonly defaultNamespace: string;

  constructor(fields: Fields, path: FieldPath, from: Provenance, defaultNamespace: string, admitted: Admitted) {
    this.fields = fields;
    this.path = path;
    this.from = from;
    this.defaultNamespace = defaultNamespace;
    this.admitted = admitted;
  }

  /** Name, namespace and labels; undefined, with a gap, for an object without a name. */
  metadata(kind: string, namespaced: boolean): Metadata | undefined {
    // Of a name that the API server makes up, the beginning is all there is.
    const name = textAt(this.fields, 'metadata', 'name') ?? textAt(this.fields, 'metadata', 'generateName');
    if (name === undefined) {
      this.gap(['metadata'], 'malformed-object', `${kind} without metadata.name`, 'the object was left out');
      return undefined;
    }
    const metadata = isFields(this.fields.metadata) ? this.fields.metadata : {};
    const names = namespaced ? { namespace: this.namespaceOf(metadata), name } : { name };
    const ref = { kind, ...names };
    return {
      names,
      ref,
      labels: this.stringMap('labels', ref),
      annotations: this.stringMap('annotations', ref),
      origins: this.from.origin ? [this.originOf(this.from.origin)] : [],
    };
  }

  private namespaceOf(metadata: Fields): string {
    const namespace = textAt(metadata, 'namespace');
    if (namespace === undefined) this.admitted.withoutNamespace++;
    return namespace ?? this.defaultNamespace;
  }

  /** Labels or annotations. What is no string is left out with a gap, since a label may make a role a part of another. */
  private stringMap(field: 'labels' | 'annotations', object: ObjectRef): ReadonlyMap<string, string> {
    const map = fieldAt(this.fields, 'metadata', field);
    if (map === undefined || map === null) return noStrings;
    const refuse = (path: readonly string[], value: unknown, needed: string) => {
      const message = `metadata.${[field, ...path].join('.')} is ${typeName(value)}; ${needed} is needed`;
      this.gap(['metadata', field, ...path], 'malformed-object', message, 'it was left out, the object was read', object);
    };
    const strings = new Map<string, string>();
    if (!isFields(map)) refuse([], map, 'a mapping');
    for (const [key, value] of isFields(map) ? Object.entries(map) : []) {
      if (typeof value === 'string') strings.set(key, value);
      else refuse([key], value, 'a string');
    }
    return strings;
  }

  private originOf(document: Origin): Origin {
    return this.path.length === 0 ? document : new ItemOrigin(document, this.path);
  }

  /** A list field; absent and null are empty, anything else that is no list is a gap. */
  list(field: string, object: ObjectRef): readonly unknown[] {
    const list = this.fields[field];
    if (list === undefined || list === null) return [];
    if (Array.isArray(list)) return list;
    this.gap([field], 'malformed-object', `${field} is ${typeName(list)}; a list is needed`, `the ${field} were left out`, object);
    return [];
  }

  /** Notes what could not be taken, with its place. `path` starts at this object. */
  gap(path: FieldPath, code: GapCode, message: string, advice: string, object?: ObjectRef): void {
    const position = this.from.origin?.locate([...this.path, ...path]);
    this.admitted.gaps.push({
      code,
      source: this.from.source,
      ...(position ? { position } : {}),
      ...(object ? { object } : {}),
      message,
      advice,
    });
  }
}

/** What a value is, without telling what it says: what stands in the wrong place may be anything, a password too. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
